/** A topic as the engine knows it: topics of one area are near each other, and one may need another first. */
export interface TopicFacts {
  topic: number
  area: number
  /** The topic that has to come first, or -1. */
  prerequisite: number
}

/** What the platform knows about a clip when it is published. Labels may be wrong. */
export interface ClipFacts {
  clip: number
  video: number
  /** Place within the video, from 0. */
  part: number
  creator: number
  /** Days on any scale, the same as `now` elsewhere. */
  publishedAt: number
  topic: number
  /** Second topic, or -1. */
  secondTopic: number
  /** Labelled difficulty, 0 (beginners) to 1. */
  level: number
  isNsfw: boolean
}

/** A clip with what its neighbours say about it. */
export interface KnownClip extends ClipFacts {
  /** Topic of the whole video by the votes of its clips and what its creator makes otherwise. */
  likelyTopic: number
  /** Level drawn to the mean of the video: one label is rough. */
  likelyLevel: number
}

export interface Catalogue {
  topics: readonly TopicFacts[]
  areas: number
  /** By clip number; holes where a number is not used. */
  clips: (KnownClip | undefined)[]
  clipsByVideo: Map<number, number[]>
  /** Videos of each creator by area, for the prior of the next. */
  areasByCreator: Map<number, Float64Array>
}

export function newCatalogue(topics: readonly TopicFacts[]): Catalogue {
  const areas = topics.reduce((most, { area }) => Math.max(most, area + 1), 0)
  return { topics, areas, clips: [], clipsByVideo: new Map(), areasByCreator: new Map() }
}

/** Share of labels that are wrong, as far as one may assume. */
const LABEL_NOISE = 0.12

export function addClip(catalogue: Catalogue, facts: ClipFacts): void {
  catalogue.clips[facts.clip] = { ...facts, likelyTopic: facts.topic, likelyLevel: facts.level }
  const mates = catalogue.clipsByVideo.get(facts.video) ?? []
  if (!mates.includes(facts.clip)) mates.push(facts.clip)
  catalogue.clipsByVideo.set(facts.video, mates)
  const made = catalogue.areasByCreator.get(facts.creator) ?? new Float64Array(catalogue.areas)
  catalogue.areasByCreator.set(facts.creator, made)
  made[catalogue.topics[facts.topic]!.area]!++
  settleVideo(catalogue, mates)
}

/** All clips of a video share their first topic: the likeliest, given every label and the creator. */
function settleVideo(catalogue: Catalogue, mates: readonly number[]): void {
  const clips = mates.map((clip) => catalogue.clips[clip]!)
  const topic = likeliestTopic(catalogue, clips)
  const level = clips.reduce((sum, clip) => sum + clip.level, 0) / clips.length
  for (const clip of clips) {
    clip.likelyTopic = topic
    clip.likelyLevel = 0.5 * clip.level + 0.5 * level
  }
}

function likeliestTopic({ topics, areasByCreator }: Catalogue, clips: readonly KnownClip[]): number {
  const right = Math.log(((1 - LABEL_NOISE) / LABEL_NOISE) * topics.length)
  const made = areasByCreator.get(clips[0]!.creator)!
  const sum = made.reduce((all, count) => all + count, 0)
  let [best, most] = [clips[0]!.topic, -Infinity]
  for (const topic of new Set(clips.map((clip) => clip.topic))) {
    const votes = clips.filter((clip) => clip.topic === topic).length
    const share = (made[topics[topic]!.area]! + 0.5) / (sum + 0.5 * made.length)
    const score = votes * right + Math.log(share)
    if (score > most) [best, most] = [topic, score]
  }
  return best
}
