import { EnteredView, VerifyBody } from '#shared/accounts'
import { sessionIdOf } from '../../accounts/actor.ts'
import { getMe } from '../../accounts/get-me.ts'
import { verifyEmail } from '../../accounts/verify-email.ts'
import { defineEndpoint } from '../../http/define-endpoint.ts'

export default defineEndpoint({
  summary: 'Finish a sign-up with the code from the mail; starts a session.',
  actor: 'anyone',
  rate: 'code',
  body: VerifyBody,
  response: EnteredView,
  audit: 'VERIFY_EMAIL',
  async run({ actor, body, client, reply }) {
    const entered = await verifyEmail({
      ...body,
      userAgent: client.userAgent,
      currentSessionId: sessionIdOf(actor),
    })
    await reply.startSession(entered.sessionId, entered.maxAgeSeconds)
    return { user: await getMe(entered.userId) }
  },
})
