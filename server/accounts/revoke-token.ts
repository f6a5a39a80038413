import { record } from '../audit/record.ts'
import { NotFound } from '../errors.ts'
import type { UserActor } from './actor.ts'
import { accountsSql } from './tables.ts'

/** @throws NotFound for a token that is gone, or that is somebody else's */
export async function revokeToken(actor: UserActor, tokenId: string): Promise<void> {
  const { numDeletedRows } = await accountsSql()
    .deleteFrom('api_tokens')
    .where('id', '=', tokenId)
    .where('account_id', '=', actor.userId)
    .executeTakeFirst()
  if (numDeletedRows === 0n) throw new NotFound('There is no such token.')
  await record(actor, { action: 'REVOKE_TOKEN', target: `token:${tokenId}` })
}
