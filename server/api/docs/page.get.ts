import { readDocsPage } from '../../docs/read-docs-page.ts'
import { contentEvent } from '../../docs/content-event.ts'
import { defineEndpoint } from '../../http/define-endpoint.ts'
import { DocsPage, DocsPageQuery } from '#shared/docs'

export default defineEndpoint({
  summary: 'One documentation page, and the pages before and after it.',
  actor: 'guest',
  rate: 'read',
  query: DocsPageQuery,
  response: DocsPage,
  run: ({ reply, query }) => readDocsPage(contentEvent(reply.raw), query.path),
})
