import { record } from '../audit/record.ts'
import { NotFound } from '../errors.ts'
import type { UserActor } from './actor.ts'
import { accountsSql } from './tables.ts'

/** @throws NotFound for a session that ended, or that is somebody else's */
export async function revokeSession(actor: UserActor, sessionId: string): Promise<void> {
  const { numDeletedRows } = await accountsSql()
    .deleteFrom('sessions')
    .where('id', '=', sessionId)
    .where('account_id', '=', actor.userId)
    .executeTakeFirst()
  if (numDeletedRows === 0n) throw new NotFound('There is no such session.')
  await record(actor, { action: 'REVOKE_SESSION', target: `user:${actor.userId}` })
}
