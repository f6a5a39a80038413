import { DeleteMeBody } from '#shared/accounts'
import { defineEndpoint } from '../../http/define-endpoint.ts'
import { deleteAccount } from '../../personal-data/delete-account.ts'

export default defineEndpoint({
  summary:
    'Delete your account and everything of yours. Nobody can log in to it from now on; it cannot be undone.',
  actor: 'user',
  rate: 'login',
  body: DeleteMeBody,
  status: 204,
  audit: 'DELETE_ACCOUNT',
  async run({ actor, body, reply }) {
    await deleteAccount(actor, body.password)
    if (actor.sessionId) await reply.endSession()
  },
})
