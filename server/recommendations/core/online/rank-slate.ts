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

/** Why a clip is in a slate. */
export type Cause = 'interest' | 'creator' | 'quality' | 'next_part' | 'level' | 'policy' | 'explore'

export interface SlateItem {
  clip: number
  score: number
  /** The greatest of `factors`. */
  reason: Cause
  /** What the score loses without each cause; below 0 where the cause holds the clip down. */
  factors: Record<Cause, number>
}

interface Rated {
  clip: KnownClip
  /** Parts of `z`: what the person likes of the topics, of the creator, and what everybody thinks of the clip. */
  interest: number
  taste: number
  quality: number
  /** Sampled log-odds without what depends on the place in the slate. */
  z: number
  multiplier: number
  /** Predicted gain of ability, 0 to 1, weighed by how much it counts. */
  gain: number
  need: 'fresh' | 'first' | 'none'
  /** Added to the score while the slate has slots for that need. */
  bonus: number
}

/** So many of the best go into the slate's choosing. */
const SHORTLIST = 80

/** The next clips for somebody, best first, chosen one after another so that each knows what comes before it. */
export function rankSlate(ranker: Ranker, user: RankerUser, request: SlateRequest): SlateItem[] {
  const rated = shortlist(rateAll(ranker, user, request), SHORTLIST)
  const topics = user.recent.slice()
  const creators = user.recentCreators.slice()
  const slate: SlateItem[] = []
  let last = user.last
  const left = {
    fresh: slotsOf(request.count * ranker.settings.freshShare, request.random),
    first: slotsOf(request.count * ranker.settings.firstPlayShare, request.random),
    none: 0,
  }
  while (slate.length < request.count && rated.length > 0) {
    let [best, most] = [0, -Infinity]
    for (let k = 0; k < rated.length; k++) {
      const { need, bonus } = rated[k]!
      const score = scoreIn(ranker, rated[k]!, { topics, creators, last }) + (left[need] > 0 ? bonus : 0)
      if (score > most) [best, most] = [k, score]
    }
    const chosen = rated.splice(best, 1)[0]!
    const { clip, need, bonus } = chosen
    const place = { topics, creators, last }
    slate.push(explain(ranker, chosen, place, left[need] > 0 ? bonus : 0))
    left[need]--
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

/** A share of a slate as whole slots: the rest after the comma by chance. */
function slotsOf(expected: number, random: Random): number {
  const whole = Math.floor(expected)
  return whole + (random.next() < expected - whole ? 1 : 0)
}

/** What a clip still lacks, and what giving it is worth; a clip that nearly has its plays is finished first. */
function needOf({ settings, plays }: Ranker, clip: KnownClip, now: number): Pick<Rated, 'need' | 'bonus'> {
  const played = plays[clip.clip]!
  if (now - clip.publishedAt < settings.freshDays) {
    if (played >= settings.freshPlays) return { need: 'none', bonus: 0 }
    return { need: 'fresh', bonus: settings.freshBonus * (0.4 + (0.6 * played) / settings.freshPlays) }
  }
  return played === 0 ? { need: 'first', bonus: settings.freshBonus } : { need: 'none', bonus: 0 }
}

/** What comes before a place in the slate. */
interface Place {
  topics: readonly number[]
  creators: readonly number[]
  last: KnownClip | null
}

function explain(ranker: Ranker, rated: Rated, place: Place, bonus: number): SlateItem {
  const score = scoreIn(ranker, rated, place) + bonus
  const without = (change: Partial<Rated>, there = place) =>
    score - bonus - scoreIn(ranker, { ...rated, ...change }, there)
  const factors: Record<Cause, number> = {
    interest: without({ z: rated.z - rated.interest }),
    creator: without({ z: rated.z - rated.taste }),
    quality: without({ z: rated.z - rated.quality }),
    next_part: isNextPart(place.last, rated.clip) ? without({}, { ...place, last: null }) : 0,
    level: without({ gain: 0 }),
    policy: without({ multiplier: 1 }),
    explore: bonus,
  }
  const causes = Object.keys(factors) as Cause[]
  const reason = causes.reduce((a, b) => (factors[b] > factors[a] ? b : a))
  return { clip: rated.clip.clip, score, reason, factors }
}

function scoreIn(
  ranker: Ranker,
  { clip, z, multiplier, gain }: Rated,
  { topics, creators, last }: Place,
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
    let interest = byTopic[topic]!
    if (clip.secondTopic >= 0) {
      z += weights.mean[WEIGHT.second]!
      if (clip.secondTopic !== topic) interest = 0.75 * interest + 0.25 * byTopic[clip.secondTopic]!
    }
    if (user.chosen.has(topic)) interest += weights.mean[WEIGHT.chosen]!
    else if (user.chosenAreas.has(area)) interest += weights.mean[WEIGHT.chosenArea]!
    if (!request.isHot(number)) z += weights.mean[WEIGHT.slow]!
    const quality = clips.mean[number]! + videos.mean[clip.video]! + creators.mean[clip.creator]!
    let variance = clips.variance[number]! + videos.variance[clip.video]! + creators.variance[clip.creator]!
    const slot = tasteSlot(ranker, user, clip.creator)
    const taste = slot === undefined ? 0 : ranker.tastes.mean[slot]!
    variance += slot === undefined ? ranker.tastes.prior : ranker.tastes.variance[slot]!
    z += interest + quality + taste
    if (settings.exploration > 0) z += settings.exploration * Math.sqrt(variance) * random.normal()
    const bonus = area === user.goalArea ? settings.goalBonus : settings.gainBonus
    rated.push({
      clip,
      interest,
      taste,
      quality,
      z,
      multiplier: request.multiplierOf?.(number) ?? 1,
      gain: bonus * fitOf(gap) * (0.3 + 0.7 * ready[topic]!),
      ...needOf(ranker, clip, now),
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
  const needy = order.slice(keep).filter((k) => rated[k]!.need !== 'none')
  const ofNeed = (need: Rated['need']) => needy.filter((k) => rated[k]!.need === need).slice(0, 10)
  return [...best, ...ofNeed('fresh'), ...ofNeed('first')].map((k) => rated[k]!)
}
