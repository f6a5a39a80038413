import { DeviceSessionList } from '#shared/accounts'
import { listSessions } from '../../../accounts/list-sessions.ts'
import { defineEndpoint } from '../../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Where you are logged in, last seen first.',
  actor: 'user',
  rate: 'read',
  response: DeviceSessionList,
  run: async ({ actor }) => ({ items: await listSessions(actor), nextCursor: null }),
})
