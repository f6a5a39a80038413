import { affinityOf } from '../core/user-affinity.ts'
import type { Engine, EngineUser } from './engine.ts'
import { NO_TOPIC } from './topic-table.ts'

/** Topics that get a queue of their own. */
const TOP_TOPICS = 12

/** Affinity by topic number, 0 to 1, as of a moment; without what has no topic. */
export function affinitiesOf({ topics }: Engine, user: EngineUser, now: number): Map<number, number> {
  const { facts, ids } = topics
  const inArea = Map.groupBy(facts, ({ area }) => area)
  const chosen = new Set([...user.ranker.chosen].map((topic) => ids[topic]!))
  const chosenAreas = new Set([...user.ranker.chosenAreas].map(String))
  const known = facts.filter(({ topic }) => topic !== NO_TOPIC)
  return new Map(
    known.map(({ topic, area }) => {
      const areaTopics = inArea.get(area)!.map((each) => ids[each.topic]!)
      const question = {
        topic: { topic: ids[topic]!, area: String(area) },
        areaTopics,
        chosen,
        chosenAreas,
        now,
      }
      return [topic, affinityOf(user.memory, question)]
    }),
  )
}

/**
 * combinedTopicNames of the topics that somebody cares for most and that have something to show, the pinned ones first.
 * @param pinned ids of topics
 */
export function topTopics(
  engine: Engine,
  affinities: ReadonlyMap<number, number>,
  pinned: ReadonlySet<string> = new Set(),
): string[] {
  const { ids, names, within } = engine.topics
  const rated = names.flatMap((name, number) => {
    const inside = within.get(name) ?? []
    if (!inside.some((topic) => engine.byTopic.get(topic)?.size)) return []
    const best = Math.max(...inside.map((topic) => affinities.get(topic) ?? 0))
    return [{ name, value: best + (pinned.has(ids[number]!) ? 1 : 0) }]
  })
  rated.sort((a, b) => b.value - a.value || (a.name < b.name ? -1 : 1))
  return rated.slice(0, TOP_TOPICS).map(({ name }) => name)
}
