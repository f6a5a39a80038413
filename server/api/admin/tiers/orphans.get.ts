import { OrphansView } from '#shared/storage'
import { defineEndpoint } from '../../../http/define-endpoint.ts'
import { listOrphans } from '../../../tiers/list-orphans.ts'

export default defineEndpoint({
  summary: 'Lists stored bytes that no record names any more; they are removed by themselves.',
  actor: 'admin',
  rate: 'read',
  response: OrphansView,
  run: () => listOrphans(),
})
