import type { Interactions } from './interactions.ts'

/** The topics of each item: `offsets[i]` to `offsets[i + 1]` in `topic`. */
export interface TopicLists {
  topics: number
  offsets: Int32Array
  topic: Int32Array
}

export interface TopicProfile extends TopicLists {
  /** Share of all events that each topic has. */
  share: Float64Array
}

export function fitTopics(rows: Interactions, lists: TopicLists): TopicProfile {
  const share = new Float64Array(lists.topics)
  let sum = 0
  for (const item of rows.item) {
    for (let t = lists.offsets[item]!; t < lists.offsets[item + 1]!; t++) {
      share[lists.topic[t]!]!++
      sum++
    }
  }
  for (let t = 0; t < share.length; t++) share[t] = (share[t]! + 1) / (sum + lists.topics)
  return { ...lists, share }
}

/** Prior events of an average taste, so that two events in one topic are no passion yet. */
const PRIOR_EVENTS = 10

/**
 * How much more of each topic somebody takes up than people on average do (log of the ratio).
 * @param out one value a topic, overwritten
 */
export function liftByTopic(
  profile: TopicProfile,
  history: { item: Int32Array; grade: Float32Array },
  out: Float64Array,
): void {
  out.fill(0)
  let sum = 0
  for (let k = 0; k < history.item.length; k++) {
    const item = history.item[k]!
    for (let t = profile.offsets[item]!; t < profile.offsets[item + 1]!; t++) {
      out[profile.topic[t]!]! += history.grade[k]!
      sum += history.grade[k]!
    }
  }
  for (let t = 0; t < out.length; t++) {
    const mine = (out[t]! + PRIOR_EVENTS * profile.share[t]!) / (sum + PRIOR_EVENTS)
    out[t] = Math.log(mine / profile.share[t]!)
  }
}

/** Mean lift of an item's topics; 0 without topics. */
export function liftOf(profile: TopicProfile, lift: Float64Array, item: number): number {
  const [from, to] = [profile.offsets[item]!, profile.offsets[item + 1]!]
  let sum = 0
  for (let t = from; t < to; t++) sum += lift[profile.topic[t]!]!
  return to === from ? 0 : sum / (to - from)
}
