import { PRIOR_AFFINITY } from '../core/user-affinity.ts'
import type { Engine, EngineUser } from './engine.ts'
import { affinitiesTo } from './top-topics.ts'
import { NO_TOPIC } from './topic-table.ts'

/** What viewers told of a video by liking it more than was to be expected: weight by topic number. */
export type Votes = Map<number, number>

/** So many viewers with all their heart weigh as much as what its creator says. */
const LABEL_WEIGHT = 20
/** Of a subtopic; the rest is of the topic above it. */
const SUBTOPIC_SHARE = 0.7
const MAX_TOPICS = 5
const LEAST_SHARE = 0.05

/**
 * One viewing: only pleasure beyond what was expected says something, and it says it by what this viewer cares for.
 * Nobody can vote a topic down.
 * @param surprise reward less the expected one
 */
export function voteOnVideo(engine: Engine, user: EngineUser, videoId: string, surprise: number): void {
  if (surprise <= 0) return
  const votes = engine.crowd.get(videoId) ?? new Map<number, number>()
  for (const [topic, share] of interestsOf(engine, user)) {
    votes.set(topic, (votes.get(topic) ?? 0) + surprise * share)
  }
  if (votes.size > 0) engine.crowd.set(videoId, votes)
}

/** What somebody cares for beyond what anybody may, as shares of 1; empty while nothing is known. */
function interestsOf(engine: Engine, user: EngineUser): [topic: number, share: number][] {
  const { topics, at } = engine
  const watched = [...user.memory.keys()].map((id) => topics.numbers.get(id)).filter((topic) => topic !== undefined) // prettier-ignore
  const affinities = affinitiesTo(engine, user, new Set([...watched, ...user.ranker.chosen]), at)
  const liked = [...affinities]
    .map(([topic, affinity]): [number, number] => [topic, Math.max(0, affinity - PRIOR_AFFINITY.other)])
    .filter(([topic, excess]) => excess > 0 && topic !== NO_TOPIC)
  const sum = liked.reduce((total, [, excess]) => total + excess, 0)
  return liked.map(([topic, excess]) => [topic, excess / sum])
}

/**
 * How much a video aligns with each topic, by topic id: what its creator says, moved by who liked it. At most five
 * topics, none below a twentieth, together 1 (to thousandths). The same log gives the same.
 */
export function videoAffinitiesOf(engine: Engine, videoId: string): Map<string, number> {
  const weights = labelsOf(engine, videoId)
  for (const [topic, weight] of weights) weights.set(topic, weight * LABEL_WEIGHT)
  for (const [topic, weight] of engine.crowd.get(videoId) ?? []) add(weights, topic, weight)
  const all = sumOf(weights.values())
  const kept = [...weights]
    .filter(([, weight]) => weight >= LEAST_SHARE * all)
    .sort(([a, x], [b, y]) => y - x || a - b)
    .slice(0, MAX_TOPICS)
  const sum = sumOf(kept.map(([, weight]) => weight))
  return new Map(
    kept.map(([topic, weight]) => [engine.topics.ids[topic]!, Math.round((1000 * weight) / sum) / 1000]),
  )
}

/** What the creator says: of the video itself, and of its clips by how much each is watched; together 1, or empty. */
function labelsOf(engine: Engine, videoId: string): Map<number, number> {
  const items = [...(engine.itemsOfVideo.get(videoId) ?? [])].map((number) => engine.items[number]!)
  const labels = new Map<number, number>()
  const played = sumOf(items.map(({ number }) => engine.ranker.plays[number]! + 1))
  const own = engine.topics.numbers.get(items[0]?.videoTopicId ?? '')
  if (own !== undefined) addLabel(engine, labels, own, played)
  for (const { number, topic } of items) addLabel(engine, labels, topic, engine.ranker.plays[number]! + 1)
  const sum = sumOf(labels.values())
  return new Map([...labels].map(([topic, weight]) => [topic, weight / sum]))
}

function addLabel({ topics }: Engine, labels: Map<number, number>, topic: number, weight: number): void {
  if (topic === NO_TOPIC) return
  const area = topics.above.get(topic)
  if (area === undefined) return add(labels, topic, weight)
  add(labels, topic, weight * SUBTOPIC_SHARE)
  add(labels, area, weight * (1 - SUBTOPIC_SHARE))
}

function add(weights: Map<number, number>, topic: number, weight: number): void {
  weights.set(topic, (weights.get(topic) ?? 0) + weight)
}

function sumOf(values: Iterable<number>): number {
  let sum = 0
  for (const value of values) sum += value
  return sum
}
