import { CodeSentView, SignupBody } from '#shared/accounts'
import { signUp } from '../../accounts/sign-up.ts'
import { defineEndpoint } from '../../http/define-endpoint.ts'

export default defineEndpoint({
  summary:
    'Begin an account; a six-digit code is mailed. Answers the same when the address has an account already.',
  actor: 'anyone',
  rate: 'signup',
  body: SignupBody,
  response: CodeSentView,
  status: 202,
  async run({ body }) {
    await signUp(body)
    return { status: 'code_sent' }
  },
})
