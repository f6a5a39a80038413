import { queryCollectionSearchSections } from '@nuxt/content/server'
import { contentEvent } from '../../docs/content-event.ts'
import { defineEndpoint } from '../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Every section of the documentation with its text, for searching in the browser.',
  actor: 'guest',
  rate: 'read',
  run: ({ reply }) => queryCollectionSearchSections(contentEvent(reply.raw), 'docs'),
})
