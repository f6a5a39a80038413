import type { FeedEnd, FeedPage, FeedQuery } from '#shared/feed'
import type { Actor } from '../accounts/actor.ts'
import { requireTopic, subtopicsInOrder } from './path-topics.ts'
import { presentFeed } from './present-feed.ts'
import { takeNext } from './take-next.ts'
import { decodeWalk, encodeWalk, startWalk } from './walk.ts'

/**
 * The next items of the feed, over all topics or of one: what was recommended, then newest first, or on the learning
 * path of the topic; what was seen is passed over unless asked for again. A page may be short without being the last.
 * @param topic combinedTopicName, or null over all topics
 * @throws NotFound when there is no such topic
 */
export async function readFeed(actor: Actor, topic: string | null, query: FeedQuery): Promise<FeedPage> {
  if (topic !== null) await requireTopic(topic)
  const start = query.cursor ? decodeWalk(query.cursor) : startWalk(query.again === 'true')
  // one more than is given tells whether there is more
  const { taken, walk, hasSeen } = await takeNext(actor, topic, start, query.limit + 1)
  const shown = taken.slice(0, query.limit)
  const next = taken.length > shown.length ? shown.at(-1)!.after : walk
  return {
    items: await presentFeed(actor, shown, start.position),
    nextCursor: next && encodeWalk(next),
    end: next ? null : await findEnd(actor, topic, shown.length > 0 || hasSeen || query.cursor !== undefined),
  } satisfies FeedPage
}

async function findEnd(actor: Actor, topic: string | null, hasAnything: boolean): Promise<FeedEnd> {
  if (topic === null) return { code: hasAnything ? 'seen' : 'empty', topic, nextTopic: null }
  const nextTopic = await findNextTopic(actor, topic)
  return { code: hasAnything ? 'finished' : 'empty', topic, nextTopic }
}

/** After a subtopic the next one of its topic with something left, and after the last the first such one. */
async function findNextTopic(actor: Actor, combinedTopicName: string): Promise<string | null> {
  const [above = '', below] = combinedTopicName.split('/')
  if (!below) return null
  const names = (await subtopicsInOrder(above)).map((topic) => topic.combinedTopicName)
  const here = names.indexOf(combinedTopicName)
  for (const name of [...names.slice(here + 1), ...names.slice(0, Math.max(0, here))]) {
    const { taken } = await takeNext(actor, name, { ...startWalk(false), stage: 'order' }, 1)
    if (taken.length > 0) return name
  }
  return null
}
