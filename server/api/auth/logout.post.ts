import { logOut } from '../../accounts/log-out.ts'
import { defineEndpoint } from '../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'End this session; its cookie is worth nothing from now on.',
  actor: 'guest',
  rate: 'write',
  status: 204,
  audit: 'LOGOUT',
  async run({ actor, reply }) {
    await logOut(actor)
    await reply.endSession()
  },
})
