import type { Reaction } from '#shared/engagement'
import { makeChange } from './make-change.ts'
import type { Counters, Target } from './targets.ts'

/**
 * Like, dislike or neither; one takes the place of the other. The caller has made sure that this person may see it.
 * @returns the counters as they are then
 * @throws NotFound when the target is gone
 */
export function setReaction(userId: string, target: Target, reaction: Reaction | null): Promise<Counters> {
  return makeChange({ userId, target, slot: 'reaction' }, { kind: reaction ?? 'none' })
}

/** Takes back a like or a dislike where that is what stands; the other stays. */
export function withdrawReaction(userId: string, target: Target, reaction: Reaction): Promise<Counters> {
  return makeChange({ userId, target, slot: 'reaction' }, { kind: 'none', only: reaction })
}
