import { Types } from 'mongoose'
import { Engagement } from '../../engagement/engagement.model.ts'
import { scopeOfUser } from '../../relationships/viewer-scope.ts'
import { UserAffinity, type UserAffinityDocument } from '../user-affinity.model.ts'
import type { PersonFacts } from './person-facts.ts'

/** Told by rooms on floors above. */
export interface EngineReaders {
  /** What somebody left out of their feed, by id. */
  dismissalsOf(userId: string): Promise<PersonFacts['dismissed']>
  /** Who left something out since that id, and the id of each row; oldest first, so many at most. */
  dismissersSince(id: string, limit: number): Promise<{ id: string; userId: string }[]>
}

const FOLLOWS = 1_000

/** As of now, however it was a moment ago. */
export async function readPerson(userId: string, readers: EngineReaders): Promise<PersonFacts> {
  const [scope, dismissed, wishes, follows] = await Promise.all([
    scopeOfUser(userId),
    readers.dismissalsOf(userId),
    UserAffinity.findOne({ userId }, { pinned: 1, muted: 1 }).lean<Partial<UserAffinityDocument>>(),
    Engagement.find({ userId: new Types.ObjectId(userId), kind: 'follow' }, { targetId: 1 })
      .sort({ _id: -1 })
      .limit(FOLLOWS)
      .lean(),
  ])
  return {
    ...scope,
    dismissed,
    pinned: new Set(wishes?.pinned?.map(String)),
    muted: new Set(wishes?.muted?.map(String)),
    follows: new Set(follows.map(({ targetId }) => targetId.toHexString())),
  }
}
