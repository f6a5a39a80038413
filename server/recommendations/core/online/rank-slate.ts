import type { Random } from '../random.ts'
import type { KnownClip } from './catalogue.ts'
import { sigmoid } from './effects.ts'
import { abilityOf, countOf, difficultyAt, fitOf, isNextPart, readinessOf, RECENT_LENGTH, tasteSlot, WEIGHT, type Ranker, type RankerUser } from './ranker.ts' // prettier-ignore

export interface SlateRequest {
  /** Clips to choose from: already without what was seen, hidden or refused. */
  candidates: Iterable<number>
  count: number
  /** On the scale of `publishedAt`. */
  now: number
  isHot: (clip: number) => boolean
  /** Policy factor of a clip (penalties, golden period), 1 for none. */
  multiplierOf?: (clip: number) => number
  random: Random
}

interface Rated {
  clip: KnownClip
  /** Sampled log-odds without what depends on the place in the slate. */
  z: number
  multiplier: number
  /** Predicted gain of ability, 0 to 1, weighed by how much it counts. */
  gain: number
  isFresh: boolean
}

/** So many of the best go into the slate's choosing. */
const SHORTLIST = 80

/** The next clips for somebody, best first, chosen one after another so that each knows what comes before it. */
export function rankSlate(ranker: Ranker, user: RankerUser, request: SlateRequest): number[] {
  const rated = shortlist(rateAll(ranker, user, request), SHORTLIST)
  const topics = user.recent.slice()
  const creators = user.recentCreators.slice()
  const slate: number[] = []
  let last = user.last
  let freshLeft = request.random.next() < (request.count * ranker.settings.freshShare) % 1 ? 1 : 0
  freshLeft += Math.floor(request.count * ranker.settings.freshShare)
  while (slate.length < request.count && rated.length > 0) {
    let [best, most, isForced] = [0, -Infinity, false]
    for (let k = 0; k < rated.length; k++) {
      const plain = scoreIn(ranker, rated[k]!, topics, creators, last)
      const bonus = rated[k]!.isFresh && freshLeft > 0 ? ranker.settings.freshBonus : 0
      if (plain + bonus > most) [best, most, isForced] = [k, plain + bonus, bonus > 0]
    }
    const { clip } = rated.splice(best, 1)[0]!
    if (isForced) freshLeft--
    slate.push(clip.clip)
    topics.push(clip.likelyTopic)
    creators.push(clip.creator)
    if (topics.length > RECENT_LENGTH) {
      topics.shift()
      creators.shift()
    }
    last = clip
  }
  return slate
}

function scoreIn(
  ranker: Ranker,
  { clip, z, multiplier, gain }: Rated,
  topics: readonly number[],
  creators: readonly number[],
  last: KnownClip | null,
): number {
  const { mean } = ranker.weights
  const repeats = countOf(topics, clip.likelyTopic)
  let all = z + (mean[WEIGHT.repeats]! * repeats) / RECENT_LENGTH
  all += mean[WEIGHT.manyRepeats]! * Math.max(0, repeats - 2)
  all += (mean[WEIGHT.sameCreator]! * countOf(creators, clip.creator)) / RECENT_LENGTH
  if (isNextPart(last, clip)) all += mean[WEIGHT.next]!
  return sigmoid(all) * (1 + gain) * multiplier
}

function rateAll(ranker: Ranker, user: RankerUser, request: SlateRequest): Rated[] {
  const { settings, catalogue, weights, clips, videos, creators } = ranker
  const { random, now } = request
  const byTopic = sampleTopics(ranker, user, random)
  const ready = catalogue.topics.map(({ topic }) => readinessOf(ranker, user, topic))
  const bias = weights.mean[WEIGHT.bias]! + ranker.userBias.mean[user.index]!
  const rated: Rated[] = []
  for (const number of request.candidates) {
    const clip = catalogue.clips[number]
    if (!clip) continue
    const topic = clip.likelyTopic
    const { area } = catalogue.topics[topic]!
    const gap = clip.likelyLevel - abilityOf(ranker, user, topic)
    let z = bias + difficultyAt(ranker, gap) + weights.mean[WEIGHT.prerequisite]! * (1 - ready[topic]!)
    if (user.chosen.has(topic)) z += weights.mean[WEIGHT.chosen]!
    else if (user.chosenAreas.has(area)) z += weights.mean[WEIGHT.chosenArea]!
    if (clip.secondTopic >= 0) {
      z += weights.mean[WEIGHT.second]!
      z += clip.secondTopic === topic ? byTopic[topic]! : 0.75 * byTopic[topic]! + 0.25 * byTopic[clip.secondTopic]! // prettier-ignore
    } else z += byTopic[topic]!
    if (!request.isHot(number)) z += weights.mean[WEIGHT.slow]!
    z += clips.mean[number]! + videos.mean[clip.video]! + creators.mean[clip.creator]!
    let variance = clips.variance[number]! + videos.variance[clip.video]! + creators.variance[clip.creator]!
    const taste = tasteSlot(ranker, user, clip.creator)
    if (taste === undefined) variance += ranker.tastes.prior
    else {
      z += ranker.tastes.mean[taste]!
      variance += ranker.tastes.variance[taste]!
    }
    if (settings.exploration > 0) z += settings.exploration * Math.sqrt(variance) * random.normal()
    const bonus = area === user.goalArea ? settings.goalBonus : settings.gainBonus
    rated.push({
      clip,
      z,
      multiplier: request.multiplierOf?.(number) ?? 1,
      gain: bonus * fitOf(gap) * (0.3 + 0.7 * ready[topic]!),
      isFresh: now - clip.publishedAt < settings.freshDays && ranker.plays[number]! < settings.freshPlays,
    })
  }
  return rated
}

/** One sample of how much somebody cares for each topic: whoever might like a new area gets to see some of it. */
function sampleTopics(ranker: Ranker, user: RankerUser, random: Random): Float64Array {
  const { topics, areas } = ranker.catalogue
  const { userAreas, userTopics, settings } = ranker
  const spread = settings.exploration
  const byArea = Float64Array.from({ length: areas }, (_, area) => {
    const slot = user.index * areas + area
    return userAreas.mean[slot]! + spread * Math.sqrt(userAreas.variance[slot]!) * random.normal()
  })
  return Float64Array.from(topics, ({ topic, area }) => {
    const slot = user.index * topics.length + topic
    return byArea[area]! + userTopics.mean[slot]! + spread * Math.sqrt(userTopics.variance[slot]!) * random.normal() // prettier-ignore
  })
}

function shortlist(rated: Rated[], keep: number): Rated[] {
  const value = Float64Array.from(rated, ({ z, multiplier, gain }) => sigmoid(z) * (1 + gain) * multiplier)
  const order = Array.from(rated.keys()).sort((a, b) => value[b]! - value[a]!)
  const best = order.slice(0, keep)
  const fresh = order.slice(keep).filter((k) => rated[k]!.isFresh).slice(0, 10) // prettier-ignore
  return [...best, ...fresh].map((k) => rated[k]!)
}
