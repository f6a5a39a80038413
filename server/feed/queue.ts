import type { FeedReason, FeedThing, PathPlace } from '#shared/feed'
import type { Actor } from '../accounts/actor.ts'

/** A candidate: something that may come next, and why. Whether this person may be shown it is looked at afterwards. */
export interface QueueEntry extends FeedThing {
  reason: FeedReason
  path: PathPlace | null
  /** With it as `place` the queue goes on after this entry. */
  place: string
}

export interface QueueRequest {
  actor: Actor
  /** Of the entry after which it goes on; empty at the beginning. */
  place: string
  /** What was seen before comes, too. */
  isAgain: boolean
  /** So many are wanted; a few more or less may come. */
  count: number
}

export interface QueueStep {
  /** In order. May be empty without being the end: what was seen is passed over, a bounded number at a time. */
  entries: QueueEntry[]
  /** Where to go on when all entries were used; null at the end. */
  place: string | null
  /** Something was passed over because it was seen. */
  hasSeen: boolean
}

/**
 * Where the items of a sequence come from. Walking it by `place` gives nothing twice and passes over nothing that was
 * there from the beginning, whatever is published meanwhile.
 */
export type Queue = (request: QueueRequest) => Promise<QueueStep>
