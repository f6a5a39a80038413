import { IdParams, PageQuery } from '#shared/common'
import { EngagedPeoplePage } from '#shared/engagement'
import { listEngaged } from '../../../engagement/list-engaged.ts'
import { defineEndpoint } from '../../../http/define-endpoint.ts'
import { engagedVideo } from '../../../videos/engaged-video.ts'

export default defineEndpoint({
  summary: 'Lists who viewed the video, newest first; to anybody but the creator only yourself.',
  actor: 'guest',
  rate: 'read',
  params: IdParams,
  query: PageQuery,
  response: EngagedPeoplePage,
  run: async ({ actor, params, query }) => listEngaged(await engagedVideo(actor, params.id), 'view', query),
})
