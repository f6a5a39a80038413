/**
 * What words say about topics, learnt from the titles and descriptions that carry a topic already: a multinomial model
 * with a background (naive Bayes on words and their beginnings). It knows the site's own words in any language, takes
 * microseconds, and the same texts in the same order give the same answers; a sentence embedding (USE-lite: 28 MB, English
 * only, 19 ms a title) would know neither.
 */
export interface TextTopics {
  /** By feature, how often each topic used it. */
  counts: Map<string, Map<number, number>>
  /** Features of each topic, and of all. */
  totals: Map<number, number>
  total: number
}

export interface TopicGuess {
  topic: number
  /** 0 to 1: how likely that topic is among those known. */
  share: number
}

/** The words of a topic's own name count like this many titles that use them. */
const NAME_WEIGHT = 4
/** Of a text so many words are read. */
const MOST_WORDS = 80
/** Rare features come and go: no more new ones are taken in when there are so many. */
const MOST_FEATURES = 150_000
const STEM = 5
/** Words of the background that every topic is given beside its own. */
const SMOOTHING = 40
/** Words of a text are no independent witnesses: each counts by this much less with the square root of their number. */
const EVIDENCE = 2
/** Below this a guess is none. */
const FEWEST_SHARE = 0.6

/** @param names of topics by their number, like `coffee/latte-art`; empty ones are no topics */
export function newTextTopics(names: readonly string[]): TextTopics {
  const model: TextTopics = { counts: new Map(), totals: new Map(), total: 0 }
  names.forEach((name, topic) => addFeatures(model, topic, featuresOf(name), NAME_WEIGHT))
  return model
}

/** A text that is known to be of a topic. */
export function learnText(model: TextTopics, topic: number, text: string): void {
  addFeatures(model, topic, featuresOf(text), 1)
}

function addFeatures(model: TextTopics, topic: number, features: readonly string[], weight: number): void {
  for (const feature of features) {
    let byTopic = model.counts.get(feature)
    if (!byTopic) {
      if (model.counts.size >= MOST_FEATURES) continue
      model.counts.set(feature, (byTopic = new Map<number, number>()))
    }
    byTopic.set(topic, (byTopic.get(topic) ?? 0) + weight)
    model.totals.set(topic, (model.totals.get(topic) ?? 0) + weight)
    model.total += weight
  }
}

/** The topic that the words speak for; null where they say too little. */
export function guessTopic(model: TextTopics, text: string): TopicGuess | null {
  const known = featuresOf(text).filter((feature) => model.counts.has(feature))
  if (known.length === 0) return null
  const damping = EVIDENCE / Math.sqrt(known.length + EVIDENCE)
  let [best, most, sum] = [-1, -Infinity, 0]
  const odds = [...model.totals].map(([topic, total]) => {
    const value = damping * known.reduce((log, feature) => log + evidence(model, feature, topic, total), 0)
    if (value > most) [best, most] = [topic, value]
    return value
  })
  for (const value of odds) sum += Math.exp(value - most)
  const share = 1 / sum
  return share < FEWEST_SHARE ? null : { topic: best, share }
}

/** Log of how much more often a topic uses a feature than all together do. */
function evidence(model: TextTopics, feature: string, topic: number, total: number): number {
  const byTopic = model.counts.get(feature)!
  let all = 0
  for (const count of byTopic.values()) all += count
  const background = all / model.total
  return Math.log(((byTopic.get(topic) ?? 0) + SMOOTHING * background) / ((total + SMOOTHING) * background))
}

/** Words in small letters without accents, and the beginnings of long ones, each once. */
function featuresOf(text: string): string[] {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  const words = plain.match(/[\p{L}\p{N}]{2,}/gu)?.slice(0, MOST_WORDS) ?? []
  return [
    ...new Set(words.flatMap((word) => (word.length > STEM ? [word, `${word.slice(0, STEM)}-`] : [word]))),
  ]
}
