import { IdParams, PageQuery } from '#shared/common'
import { VideoIndexView } from '#shared/storage'
import { defineEndpoint } from '../../../../http/define-endpoint.ts'
import { nextPageLink } from '../../../../http/next-page-link.ts'
import { getIndexDocument } from '../../../../tiers/get-index-document.ts'

export default defineEndpoint({
  summary:
    'Gives the index document of the video: where it lies, its flags, and who likes it, a page at a time; the header `link` names the next page.',
  actor: 'guest',
  rate: 'read',
  params: IdParams,
  query: PageQuery,
  response: VideoIndexView,
  async run({ actor, params, query, reply }) {
    const { document, nextCursor } = await getIndexDocument(actor, params.id, query)
    if (nextCursor)
      reply.header('link', nextPageLink(`/api/videos/${params.id}/index`, query.limit, nextCursor))
    return document
  },
})
