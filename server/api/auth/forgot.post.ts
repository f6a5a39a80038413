import { CodeSentView, EmailBody } from '#shared/accounts'
import { forgotPassword } from '../../accounts/forgot-password.ts'
import { defineEndpoint } from '../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Mail a code for a new password. Answers the same when the address has no account.',
  actor: 'anyone',
  rate: 'code',
  body: EmailBody,
  response: CodeSentView,
  status: 202,
  async run({ body }) {
    await forgotPassword(body)
    return { status: 'code_sent' }
  },
})
