import { ChangeEmailBody, CodeSentView } from '#shared/accounts'
import { changeEmail } from '../../../accounts/change-email.ts'
import { defineEndpoint } from '../../../http/define-endpoint.ts'

export default defineEndpoint({
  summary:
    'Mail a code to a new address for your account. Answers the same when the address has one already.',
  actor: 'user',
  rate: 'code',
  body: ChangeEmailBody,
  response: CodeSentView,
  status: 202,
  async run({ actor, body }) {
    await changeEmail(actor, body)
    return { status: 'code_sent' }
  },
})
