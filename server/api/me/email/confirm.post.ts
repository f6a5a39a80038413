import { ConfirmEmailBody, MeView } from '#shared/accounts'
import { confirmEmail } from '../../../accounts/confirm-email.ts'
import { getMe } from '../../../accounts/get-me.ts'
import { defineEndpoint } from '../../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Make the address that the code was mailed to your own.',
  actor: 'user',
  rate: 'code',
  body: ConfirmEmailBody,
  response: MeView,
  audit: 'CHANGE_EMAIL',
  async run({ actor, body }) {
    await confirmEmail(actor, body)
    return getMe(actor.userId)
  },
})
