import { record } from '../audit/record.ts'
import type { Actor } from './actor.ts'
import { endSession } from './start-session.ts'
import { accountsSql } from './tables.ts'

/** Ends the session itself, so that a copy of its cookie opens nothing. A token has no session to end. */
export async function logOut(actor: Actor): Promise<void> {
  if (actor.kind === 'system' || !actor.sessionId) return
  await endSession(accountsSql(), actor.sessionId)
  if (actor.kind === 'user') await record(actor, { action: 'LOGOUT', target: `user:${actor.userId}` })
}
