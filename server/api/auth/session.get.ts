import { SessionView } from '#shared/accounts'
import { getMe } from '../../accounts/get-me.ts'
import { defineEndpoint } from '../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Who this session or token belongs to.',
  actor: 'guest',
  rate: 'read',
  response: SessionView,
  async run({ actor }) {
    if (actor.kind !== 'user') return { kind: 'guest', user: null }
    return { kind: 'user', user: await getMe(actor.userId) }
  },
})
