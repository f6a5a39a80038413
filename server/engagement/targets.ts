import mongoose, { Types } from 'mongoose'

/** What people can engage with, a person (by following) included. */
export const ENGAGED_KINDS = ['video', 'clip', 'comment', 'user'] as const
export type EngagedKind = (typeof ENGAGED_KINDS)[number]

export interface Target {
  kind: EngagedKind
  id: string
}

export const SLOTS = ['view', 'reaction', 'follow', 'save'] as const
/** Whose rows a counter follows; what somebody saved is counted nowhere. */
export type Slot = Exclude<(typeof SLOTS)[number], 'save'>

export const ROW_KINDS = ['view', 'like', 'dislike', 'follow', 'save', 'none'] as const
export type RowKind = Exclude<(typeof ROW_KINDS)[number], 'save' | 'none'>

/** As they stand on the target's document. */
export interface Counters {
  viewCount: number
  likeCount: number
  dislikeCount: number
  followerCount: number
}

export const KINDS_OF_SLOT = {
  view: ['view'],
  reaction: ['like', 'dislike'],
  follow: ['follow'],
} as const satisfies Record<Slot, readonly RowKind[]>

export const COUNTER_OF_KIND = {
  view: 'viewCount',
  like: 'likeCount',
  dislike: 'dislikeCount',
  follow: 'followerCount',
} as const satisfies Record<RowKind, keyof Counters>

const COLLECTION_OF_KIND = {
  video: 'video-metadata',
  clip: 'clips',
  comment: 'comments',
  user: 'users',
} as const satisfies Record<EngagedKind, string>

export interface TargetDocument extends Partial<Counters> {
  _id: Types.ObjectId
  pendingChanges?: Types.ObjectId[]
}

export const COUNTER_FIELDS = { viewCount: 1, likeCount: 1, dislikeCount: 1, followerCount: 1 } as const

/** The bare collection: the models of what is engaged with stand on floors above this one. */
export function targetsOf(kind: EngagedKind) {
  return mongoose.connection.collection<TargetDocument>(COLLECTION_OF_KIND[kind])
}

/** Null when the target is gone. */
export async function readCounters(target: Target): Promise<Counters | null> {
  const found = await targetsOf(target.kind).findOne(
    { _id: new Types.ObjectId(target.id) },
    { projection: COUNTER_FIELDS },
  )
  return found && countersOf(found)
}

export function countersOf(found: Partial<Counters>): Counters {
  const { viewCount = 0, likeCount = 0, dislikeCount = 0, followerCount = 0 } = found
  return { viewCount, likeCount, dislikeCount, followerCount }
}
