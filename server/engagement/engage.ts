import { VIEW_AFTER_SECONDS, type CountersView, type Reaction } from '#shared/engagement'
import type { Actor, UserActor } from '../accounts/actor.ts'
import { NotFound } from '../errors.ts'
import { countView, removeView } from './count-view.ts'
import { userIdOf, type EngagedItem } from './engaged-item.ts'
import { findReactions } from './find-reactions.ts'
import { setReaction, withdrawReaction } from './set-reaction.ts'
import { readCounters, type Counters, type Target } from './targets.ts'

export async function react(actor: UserActor, item: EngagedItem, reaction: Reaction): Promise<CountersView> {
  return presentCounters(await setReaction(actor.userId, item, reaction), reaction)
}

/** Taking back a like leaves a dislike, and the other way round. */
export async function unreact(
  actor: UserActor,
  item: EngagedItem,
  reaction: Reaction,
): Promise<CountersView> {
  const counters = await withdrawReaction(actor.userId, item, reaction)
  return presentCounters(counters, await findOwn(actor, item))
}

/**
 * Too short a look counts nothing, and is no error: the player says what it saw. `isCounted`: the counter went up by it.
 * @throws NotFound when the item is gone
 */
export async function view(
  actor: Actor,
  item: EngagedItem,
  seen: { secondsWatched: number; addressGroup: string },
): Promise<{ counters: CountersView; isCounted: boolean }> {
  const needed = Math.min(VIEW_AFTER_SECONDS, item.durationSeconds || VIEW_AFTER_SECONDS)
  const counting =
    seen.secondsWatched < needed || actor.kind === 'system'
      ? readCounters(item).then((counters) => ({ counters, isCounted: false }))
      : countView(viewerOf(actor, seen.addressGroup), item)
  const [{ counters, isCounted }, myReaction] = await Promise.all([counting, findOwn(actor, item)])
  if (!counters) throw new NotFound('This is no longer there.')
  return { counters: presentCounters(counters, myReaction), isCounted }
}

export async function unview(actor: UserActor, item: EngagedItem): Promise<CountersView> {
  const [counters, myReaction] = await Promise.all([removeView(actor.userId, item), findOwn(actor, item)])
  return presentCounters(counters, myReaction)
}

function viewerOf(actor: Exclude<Actor, { kind: 'system' }>, addressGroup: string) {
  return actor.kind === 'user' ? { userId: actor.userId } : { guestSessionId: actor.sessionId, addressGroup }
}

async function findOwn(actor: Actor, { id }: Target): Promise<Reaction | null> {
  const reactions = await findReactions(userIdOf(actor), [id])
  return reactions.get(id) ?? null
}

function presentCounters(counters: Counters, myReaction: Reaction | null): CountersView {
  const { viewCount, likeCount, dislikeCount } = counters
  return { viewCount, likeCount, dislikeCount, myReaction } satisfies CountersView
}
