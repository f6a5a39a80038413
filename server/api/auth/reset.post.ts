import { ResetBody } from '#shared/accounts'
import { resetPassword } from '../../accounts/reset-password.ts'
import { defineEndpoint } from '../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Set a new password with the code from the mail; ends every session and token of the account.',
  actor: 'anyone',
  rate: 'code',
  body: ResetBody,
  status: 204,
  audit: 'RESET_PASSWORD',
  run: ({ body }) => resetPassword(body),
})
