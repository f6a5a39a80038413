import { ChangePasswordBody } from '#shared/accounts'
import { changePassword } from '../../accounts/change-password.ts'
import { defineEndpoint } from '../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Choose a new password; ends every other session and every API token.',
  actor: 'user',
  rate: 'login',
  body: ChangePasswordBody,
  status: 204,
  audit: 'CHANGE_PASSWORD',
  run: ({ actor, body }) => changePassword(actor, body),
})
