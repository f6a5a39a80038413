import type { ConnectionView } from '#shared/relationships'
import type { z } from 'zod'
import { Engagement } from '../engagement/engagement.model.ts'
import { readPair, type PairRows } from './pair-rows.ts'

type Connection = z.infer<typeof ConnectionView>

/** What the other is to somebody, from that somebody's side; and whether the other blocked them, which they are never told. */
export async function findConnection(
  userId: string,
  otherId: string,
): Promise<{ connection: Connection; isBlockedByOther: boolean }> {
  const [pair, follow] = await Promise.all([
    readPair({ me: userId, other: otherId }),
    Engagement.exists({ targetId: otherId, slot: 'follow', userId, kind: 'follow' }),
  ])
  const connection = { ...connectionOf(pair), isFollowing: follow !== null }
  return { connection, isBlockedByOther: pair.theirs?.status === 'blocked' }
}

/** A declined request looks to its asker as it did before the answer. */
export function connectionOf({ mine, theirs }: PairRows): Omit<Connection, 'isFollowing'> {
  const idOf = (row: PairRows['mine']) => row?._id.toString() ?? null
  if (mine?.status === 'blocked') return { state: 'blocked', relationshipId: idOf(mine) }
  const none = { state: 'none', relationshipId: null } as const
  if (theirs?.status === 'blocked') return none
  const accepted = [mine, theirs].find((row) => row?.status === 'accepted')
  if (accepted) return { state: 'connected', relationshipId: idOf(accepted) }
  if (theirs?.status === 'pending') return { state: 'asked', relationshipId: idOf(theirs) }
  const isAsking = mine?.status === 'pending' || (mine?.status === 'declined' && !mine.isWithdrawn)
  return isAsking ? { state: 'requested', relationshipId: idOf(mine) } : none
}
