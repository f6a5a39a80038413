import { queryCollectionSearchSections } from '@nuxt/content/server'
import { DocsSections } from '#shared/docs'
import { contentEvent } from '../../docs/content-event.ts'
import { defineEndpoint } from '../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Every section of the documentation with its text, for searching in the browser.',
  actor: 'guest',
  rate: 'read',
  response: DocsSections,
  run: ({ reply }) => queryCollectionSearchSections(contentEvent(reply.raw), 'docs'),
})
