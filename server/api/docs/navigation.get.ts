import { queryCollectionNavigation } from '@nuxt/content/server'
import { DocsNavigation } from '#shared/docs'
import { contentEvent } from '../../docs/content-event.ts'
import { defineEndpoint } from '../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Lists the documentation pages as a tree.',
  actor: 'guest',
  rate: 'read',
  response: DocsNavigation,
  run: ({ reply }) => queryCollectionNavigation(contentEvent(reply.raw), 'docs'),
})
