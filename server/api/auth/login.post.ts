import { EnteredView, LoginBody } from '#shared/accounts'
import { sessionIdOf } from '../../accounts/actor.ts'
import { getMe } from '../../accounts/get-me.ts'
import { logIn } from '../../accounts/log-in.ts'
import { defineEndpoint } from '../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Log in; starts a session under a new id.',
  actor: 'anyone',
  rate: 'login',
  body: LoginBody,
  response: EnteredView,
  audit: 'LOGIN',
  async run({ actor, body, client, reply }) {
    const entered = await logIn({
      ...body,
      userAgent: client.userAgent,
      currentSessionId: sessionIdOf(actor),
    })
    await reply.startSession(entered.sessionId, entered.maxAgeSeconds)
    return { user: await getMe(entered.userId) }
  },
})
