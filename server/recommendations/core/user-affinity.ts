/** What is kept of somebody and one topic: rewards and their weight, both fading. */
export interface TopicMemory {
  /** Sum of weight times reward, faded to `at`. */
  sum: number
  /** Sum of weights, faded to `at`. */
  weight: number
  /** Time of the last event, ms. */
  at: number
}

export interface AffinityTopic {
  topic: string
  area: string
}

/** By topic id. */
export type AffinityMemory = Map<string, TopicMemory>

const DAY_MS = 86_400_000
export const HALF_LIFE_MS = 30 * DAY_MS

/** Prior affinities: of a topic that was chosen at the start, of its area, and of everything else. */
export const PRIOR_AFFINITY = { chosen: 0.75, sameArea: 0.6, other: 0.3 }

/** `2^-age/half-life`; an event that comes late fades as if it had come in time. */
const fading = (ms: number) => 2 ** (-Math.max(0, ms) / HALF_LIFE_MS)

/**
 * Takes in one reward. Exact: any order of the same events gives the same sums (to rounding), since each fades by its
 * own age; the time is that of the viewing, not of the upload.
 * @param share how much of the thing is of this topic, 0 to 1
 */
export function remember(
  memory: AffinityMemory,
  topic: string,
  share: number,
  reward: number,
  at: number,
): void {
  const known = memory.get(topic) ?? { sum: 0, weight: 0, at }
  const now = Math.max(known.at, at)
  const [old, fresh] = [fading(now - known.at), fading(now - at)]
  memory.set(topic, {
    sum: known.sum * old + share * reward * fresh,
    weight: known.weight * old + share * fresh,
    at: now,
  })
}

export interface AffinityQuestion {
  topic: AffinityTopic
  /** All topics of the area, the asked one included. */
  areaTopics: readonly string[]
  chosen: ReadonlySet<string>
  chosenAreas: ReadonlySet<string>
  now: number
}

/** How much somebody cares for a topic, 0 to 1: what they watched, drawn to its area, drawn to what they chose. */
export function affinityOf(memory: AffinityMemory, question: AffinityQuestion): number {
  const { topic, areaTopics, chosen, chosenAreas, now } = question
  const faded = (id: string) => {
    const known = memory.get(id)
    const factor = known ? fading(now - known.at) : 0
    return { sum: (known?.sum ?? 0) * factor, weight: (known?.weight ?? 0) * factor }
  }
  const prior = chosen.has(topic.topic)
    ? PRIOR_AFFINITY.chosen
    : chosenAreas.has(topic.area)
      ? PRIOR_AFFINITY.sameArea
      : PRIOR_AFFINITY.other
  const all = areaTopics.map(faded)
  const areaSum = all.reduce((sum, each) => sum + each.sum, 0)
  const areaWeight = all.reduce((sum, each) => sum + each.weight, 0)
  const area = (areaSum + 3 * prior) / (areaWeight + 3)
  const own = faded(topic.topic)
  return Math.min(1, Math.max(0, (own.sum + 2 * area) / (own.weight + 2)))
}
