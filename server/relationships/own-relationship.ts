import type { UserActor } from '../accounts/actor.ts'
import { NotFound } from '../errors.ts'
import type { PairIds } from './pair-rows.ts'
import type { Side } from './relationship-transitions.ts'
import { Relationship, type RelationshipDocument } from './relationship.model.ts'

export interface NamedPair {
  ids: PairIds
  row: RelationshipDocument
  side: Side
}

/** @throws NotFound unless the row is one of the caller's (or, with `side`, on that side of theirs) */
export async function getPairOf(actor: UserActor, id: string, side?: Side): Promise<NamedPair> {
  const row = await Relationship.findById(id).lean<RelationshipDocument>()
  const from = row?.fromUserID.toString()
  const to = row?.toUserID.toString()
  const found: Side | null = from === actor.userId ? 'mine' : to === actor.userId ? 'theirs' : null
  if (!row || !from || !to || !found || (side && side !== found)) {
    throw new NotFound('There is no such person or request.')
  }
  return { row, side: found, ids: { me: actor.userId, other: found === 'mine' ? to : from } }
}
