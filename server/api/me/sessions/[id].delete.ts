import { DeviceSessionParams } from '#shared/accounts'
import { revokeSession } from '../../../accounts/revoke-session.ts'
import { defineEndpoint } from '../../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Log out one of your devices.',
  actor: 'user',
  rate: 'write',
  params: DeviceSessionParams,
  status: 204,
  audit: 'REVOKE_SESSION',
  run: ({ actor, params }) => revokeSession(actor, params.id),
})
