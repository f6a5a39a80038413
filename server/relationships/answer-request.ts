import type { UpdateRelationshipBody } from '#shared/relationships'
import type { UserActor } from '../accounts/actor.ts'
import { changePair, type PairChange } from './change-pair.ts'
import { getPairOf } from './own-relationship.ts'

/**
 * Only the one who was asked answers. A decline is not told to the asker, and may be turned into a yes later.
 * @throws NotFound, Conflict
 */
export async function answerRequest(
  actor: UserActor,
  id: string,
  { status }: UpdateRelationshipBody,
): Promise<PairChange> {
  const { ids } = await getPairOf(actor, id, 'theirs')
  return changePair(ids, { kind: status === 'accepted' ? 'accept' : 'decline' })
}
