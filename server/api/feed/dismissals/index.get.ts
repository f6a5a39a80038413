import { PageQuery } from '#shared/common'
import { DismissalPage } from '#shared/feed'
import { findDismissals } from '../../../feed/find-dismissals.ts'
import { defineEndpoint } from '../../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Lists what you left out of your feed, last first.',
  actor: 'user',
  rate: 'read',
  query: PageQuery,
  response: DismissalPage,
  run: ({ actor, query }) => findDismissals(actor, query),
})
