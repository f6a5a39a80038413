import { affinityOf } from '../core/user-affinity.ts'
import type { Engine, EngineUser } from './engine.ts'
import { NO_TOPIC } from './topic-table.ts'

/** Topics that get a queue of their own. */
const TOP_TOPICS = 12

/** Affinity by topic number, 0 to 1, as of a moment; without what has no topic. */
export function affinitiesOf({ topics }: Engine, user: EngineUser, now: number): Map<number, number> {
  const known = topics.facts.keys().filter((topic) => topic !== NO_TOPIC)
  return affinitiesTo({ topics }, user, known, now)
}

/** The same for some topics, by their numbers. */
export function affinitiesTo(
  { topics }: Pick<Engine, 'topics'>,
  user: EngineUser,
  numbers: Iterable<number>,
  now: number,
): Map<number, number> {
  const { facts, ids, inArea } = topics
  const chosen = new Set([...user.ranker.chosen].map((topic) => ids[topic]!))
  const chosenAreas = new Set([...user.ranker.chosenAreas].map(String))
  const entries = [...numbers].map((topic) => {
    const { area } = facts[topic]!
    const own = { topic: ids[topic]!, area: String(area) }
    const question = { topic: own, areaTopics: inArea.get(area) ?? [], chosen, chosenAreas, now }
    return [topic, affinityOf(user.memory, question)] as const
  })
  return new Map(entries)
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
