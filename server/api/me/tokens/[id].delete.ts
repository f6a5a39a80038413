import { TokenParams } from '#shared/accounts'
import { revokeToken } from '../../../accounts/revoke-token.ts'
import { defineEndpoint } from '../../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Revoke one of your API tokens; it stops working at once.',
  actor: 'user',
  rate: 'write',
  params: TokenParams,
  status: 204,
  audit: 'REVOKE_TOKEN',
  run: ({ actor, params }) => revokeToken(actor, params.id),
})
