import type { UserActor } from '../accounts/actor.ts'
import { record } from '../audit/record.ts'
import { changePair, type PairChange } from './change-pair.ts'
import { getPairOf } from './own-relationship.ts'
import { settlePair } from './settle-pair.ts'

/**
 * Cancels the caller's own request, ends a connection from either side, or takes back the caller's block.
 * @throws NotFound, Conflict
 */
export async function removeRelationship(actor: UserActor, id: string): Promise<PairChange> {
  const { ids, row, side } = await getPairOf(actor, id)
  if (row.status === 'blocked' && side === 'mine') {
    // what a killed block left would come back with the block's end
    await settlePair(ids)
    await record(actor, { action: 'UNBLOCK_PERSON', target: `user:${ids.other}` })
  }
  return changePair(ids, { kind: 'remove', row: side })
}
