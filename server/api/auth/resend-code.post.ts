import { CodeSentView, EmailBody } from '#shared/accounts'
import { resendCode } from '../../accounts/resend-code.ts'
import { defineEndpoint } from '../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Mail another code for a sign-up that was begun. Answers the same when there is none.',
  actor: 'anyone',
  rate: 'code',
  body: EmailBody,
  response: CodeSentView,
  status: 202,
  async run({ body }) {
    await resendCode(body)
    return { status: 'code_sent' }
  },
})
