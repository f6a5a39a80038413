import type { Engine } from './engine.ts'
import type { News } from './event-log.ts'
import { readQueues, type HeldQueues } from './write-queues.ts'
import type { Sequence } from './build-queues.ts'
import { ALL_TOPICS } from '#shared/recommendations'

/**
 * Says of each thing that somebody watches for the first time why it stood in their queue, so that the log knows what
 * came of which reason. What was found by other ways has none.
 * @param starting what newcomers are given
 */
export async function withReasons(
  engine: Engine,
  news: readonly News[],
  starting: Sequence | undefined,
): Promise<News[]> {
  const first = news.filter(({ happening }) => happening.kind === 'watch' && isFirst(engine, happening))
  const ids = first.map(({ happening }) => (happening.kind === 'watch' ? happening.userId : ''))
  if (ids.length === 0) return [...news]
  const queues = await readQueues([...new Set(ids)])
  const firstOnes = new Set(first)
  return news.map((each) => {
    if (!firstOnes.has(each) || each.happening.kind !== 'watch') return each
    const { userId, targetId, watch } = each.happening
    const reason = reasonIn(queues.get(userId), targetId, starting)
    return reason ? { ...each, happening: { ...each.happening, watch: { ...watch, reason } } } : each
  })
}

function isFirst({ users, numbers }: Engine, { userId, targetId }: { userId: string; targetId: string }) {
  return !users.get(userId)?.seen.has(numbers.get(targetId) ?? -1)
}

/** Of the queue over all topics, which is what the feed gives; empty for what its owner put there. */
function reasonIn(held: HeldQueues | undefined, id: string, starting: Sequence | undefined): string {
  const queue = held ? held.sequences.get(ALL_TOPICS) : starting
  return queue?.reasons[queue.ids.indexOf(id)] ?? ''
}
