import { selectTop } from '../offline/neighbours.ts'
import type { Random } from '../random.ts'
import type { Candidates } from './candidates.ts'
import { sigmoid } from './effects.ts'
import { explain, type SlateItem } from './explain.ts'
import { bonusOf, freshShareOf, needOf, slotsOf, type Need } from './exploration.ts'
import { companionsOf, type Closest } from './companions.ts'
import { CLOSENESS, fitOf, readinessOf, RECENT_LENGTH, difficultyAt, isNextPart, WEIGHT, type PartOfVideo, type Ranker, type RankerUser } from './ranker.ts' // prettier-ignore

export interface SlateRequest {
  /** Clips to choose from. */
  candidates: Candidates
  /** Seen, hidden or refused: never in the slate. */
  isOut: (clip: number) => boolean
  count: number
  /** On the scale of `publishedAt` (days). */
  now: number
  isHot: (clip: number) => boolean
  /** Policy factor of a clip (penalties, golden period), 1 for none. */
  multiplierOf?: (clip: number) => number
  random: Random
  /** Of the same person at the same time (`mindOf`), where several slates are made at once. */
  mind?: Mind
}

/** What the ranking needs to know of somebody, worked out once for all slates of a refresh. */
export interface Mind {
  /** By topic: sampled liking, readiness, ability, and how much learning counts. */
  liking: Float64Array
  ready: Float64Array
  ability: Float64Array
  gainBonus: Float64Array
  /** By step of the gap between level and ability (`gapStep`): log-odds, and how much a clip teaches. */
  difficulty: Float64Array
  fit: Float64Array
  freshShare: number
  /** Clips that those finish who finished what the person did. */
  together: ReadonlyMap<number, Closest>
  /** By the last bits of a number, whether anything is known of such creators and clips: spares most look-ups. */
  mayKnowCreator: Uint8Array
  mayKnowClip: Uint8Array
}

/** Steps of a gap from -1 to 1. */
const GAP_STEPS = 128
const gapStep = (gap: number) => Math.round((Math.min(1, Math.max(-1, gap)) + 1) * (GAP_STEPS / 2))
const gapAt = (step: number) => (step * 2) / GAP_STEPS - 1
const FIT = Float64Array.from({ length: GAP_STEPS + 1 }, (_, step) => fitOf(gapAt(step)))

/** A candidate that got as far as the slate's choosing. */
export interface Rated extends PartOfVideo {
  clip: number
  topic: number
  creator: number
  /** Parts of `z`: what the person likes of the topics, of the creator, and what everybody thinks of the clip. */
  interest: number
  taste: number
  quality: number
  /** Part of `z` for what those finished who finished the same as the person, and the clip that it is. */
  together: number
  companion: number | null
  /** Sampled log-odds without what depends on the place in the slate. */
  z: number
  multiplier: number
  /** Predicted gain of ability, weighed by how much it counts. */
  gain: number
  need: Need
  /** Added to the score while the slate has slots for that need. */
  bonus: number
}

/** What comes before a place in the slate. */
export interface Place {
  topics: number[]
  creators: number[]
  last: PartOfVideo | null
}

/** Slots of a slate that are kept for each need. */
type Slots = Record<Need, number>

/** Of the best so many are looked at for each place: places change scores by little. */
const WINDOW = 16

/** The next clips for somebody, best first, chosen one after another so that each knows what comes before it. */
export function rankSlate(ranker: Ranker, user: RankerUser, request: SlateRequest): SlateItem[] {
  const mind = request.mind ?? mindOf(ranker, user, request)
  const place: Place = {
    topics: user.recent.slice(),
    creators: user.recentCreators.slice(),
    last: user.last,
  }
  const left = {
    fresh: slotsOf(request.count * mind.freshShare, request.random),
    first: slotsOf(request.count * ranker.settings.firstPlayShare, request.random),
    none: 0,
  }
  const rated = rate(ranker, user, request, mind, left)
  const slate: SlateItem[] = []
  while (slate.length < request.count && rated.length > 0) {
    const best = bestFor(ranker, rated, place, left)
    const chosen = rated.splice(best, 1)[0]!
    slate.push(explain(ranker, chosen, place, left[chosen.need] > 0 ? chosen.bonus : 0))
    left[chosen.need]--
    advance(place, chosen)
  }
  return slate
}

function bestFor(ranker: Ranker, rated: readonly Rated[], place: Place, left: Slots): number {
  let [best, most, looked] = [0, -Infinity, 0]
  for (let k = 0; k < rated.length; k++) {
    const each = rated[k]!
    const extra = left[each.need] > 0 ? each.bonus : 0
    if (looked >= WINDOW && extra === 0 && !isNextPart(place.last, each)) continue
    looked++
    const score = scoreAt(ranker, each, place) + extra
    if (score > most) [best, most] = [k, score]
  }
  return best
}

function advance(place: Place, chosen: Rated): void {
  place.topics.push(chosen.topic)
  place.creators.push(chosen.creator)
  if (place.topics.length > RECENT_LENGTH) {
    place.topics.shift()
    place.creators.shift()
  }
  place.last = chosen
}

/** The score of a clip at a place, without what exploring adds. */
export function scoreAt(ranker: Ranker, rated: Rated, place: Place, z = rated.z): number {
  const { topic, creator, multiplier, gain } = rated
  const { mean } = ranker.weights
  let [repeats, same] = [0, 0]
  for (let k = 0; k < place.topics.length; k++) {
    if (place.topics[k] === topic) repeats++
    if (place.creators[k] === creator) same++
  }
  let all = z + (mean[WEIGHT.repeats]! * repeats + mean[WEIGHT.sameCreator]! * same) / RECENT_LENGTH
  if (repeats > 2) all += mean[WEIGHT.manyRepeats]! * (repeats - 2)
  if (isNextPart(place.last, rated)) all += mean[WEIGHT.next]!
  return sigmoid(all) * (1 + gain) * multiplier
}

const FILTER_BITS = 4095

function filterOf(numbers: Iterable<number>): Uint8Array {
  const filter = new Uint8Array(FILTER_BITS + 1)
  for (const number of numbers) filter[number & FILTER_BITS] = 1
  return filter
}

/** One sample of what somebody likes: whoever might like a new area gets to see some of it. */
export function mindOf(
  ranker: Ranker,
  user: RankerUser,
  { now, random }: Pick<SlateRequest, 'now' | 'random'>,
): Mind {
  // prettier-ignore
  const { catalogue, userAreas, userTopics, abilities, weights, settings } = ranker
  const { topics, areas } = catalogue
  const spread = settings.exploration
  const byArea = Float64Array.from({ length: areas }, (_, area) => {
    const slot = user.index * areas + area
    return userAreas.mean[slot]! + spread * Math.sqrt(userAreas.variance[slot]!) * random.normal()
  })
  const together = companionsOf(ranker.companions, user.finished)
  const mind: Mind = {
    liking: new Float64Array(topics.length),
    ready: new Float64Array(topics.length),
    ability: new Float64Array(topics.length),
    gainBonus: new Float64Array(topics.length),
    difficulty: Float64Array.from({ length: GAP_STEPS + 1 }, (_, step) => difficultyAt(ranker, gapAt(step))),
    fit: FIT,
    freshShare: freshShareOf(ranker, now),
    together,
    mayKnowCreator: filterOf(user.tastes.keys()),
    mayKnowClip: filterOf(together.keys()),
  }
  for (const { topic, area } of topics) {
    const slot = user.index * topics.length + topic
    let liking = byArea[area]! + userTopics.mean[slot]! + spread * Math.sqrt(userTopics.variance[slot]!) * random.normal() // prettier-ignore
    if (user.chosen.has(topic)) liking += weights.mean[WEIGHT.chosen]!
    else if (user.chosenAreas.has(area)) liking += weights.mean[WEIGHT.chosenArea]!
    mind.liking[topic] = liking
    mind.ready[topic] = readinessOf(ranker, user, topic)
    mind.ability[topic] = abilities.mean[slot]!
    mind.gainBonus[topic] = area === user.goalArea ? settings.goalBonus : settings.gainBonus
  }
  return mind
}

/** Log-odds that a factor near 1 is worth, where about every third clip would be watched (1 / (1 - p)). */
const CLOSE = 1.5

/** Scores all candidates; the best of them, and some that need plays, best first. */
function rate(ranker: Ranker, user: RankerUser, request: SlateRequest, mind: Mind, left: Slots): Rated[] {
  const { candidates, isOut, isHot, multiplierOf, random } = request
  const { clip, topic, second, creator, level, quality, deviation } = candidates
  const { weights, userBias, tastes, settings } = ranker
  const { mayKnowCreator, mayKnowClip } = mind
  const score = new Float64Array(clip.length)
  const logit = new Float64Array(clip.length)
  const order = new Int32Array(clip.length)
  const bias = weights.mean[WEIGHT.bias]! + userBias.mean[user.index]!
  const slow = weights.mean[WEIGHT.slow]!
  const together = weights.mean[WEIGHT.together]! * CLOSENESS
  let count = 0
  for (let k = 0; k < clip.length; k++) {
    if (isOut(clip[k]!)) continue
    const t = topic[k]!
    const gap = gapStep(level[k]! - mind.ability[t]!)
    let z = bias + quality[k]! + interestIn(mind, t, second[k]!) + mind.difficulty[gap]!
    z += weights.mean[WEIGHT.prerequisite]! * (1 - mind.ready[t]!)
    if (second[k]! >= 0) z += weights.mean[WEIGHT.second]!
    if (!isHot(clip[k]!)) z += slow
    if (mayKnowCreator[creator[k]! & FILTER_BITS] === 1) {
      const slot = user.tastes.get(creator[k]!)
      if (slot !== undefined) z += tastes.mean[slot]!
    }
    if (mayKnowClip[clip[k]! & FILTER_BITS] === 1) {
      z += together * (mind.together.get(clip[k]!)?.value ?? 0)
    }
    if (settings.exploration > 0) z += settings.exploration * deviation[k]! * random.normal()
    logit[k] = z
    // near enough to choose who gets a closer look, without the exponential
    score[k] = z + CLOSE * gainOf(mind, t, gap)
    if (multiplierOf) score[k]! += CLOSE * Math.log(multiplierOf(clip[k]!))
    order[count++] = k
  }
  const kept = selectTop(order, count, score, request.count + WINDOW)
  const best = Array.from(order.subarray(0, kept))
  if (left.fresh + left.first > 0) best.push(...neediest(ranker, request, order.subarray(kept, count), score, left)) // prettier-ignore
  best.sort((a, b) => score[b]! - score[a]! || a - b)
  return best.map((k) => details(ranker, user, request, mind, k, logit[k]!))
}

const NEEDY = 16

/** The most promising of those that lack plays and did not get far by themselves. */
function neediest(
  ranker: Ranker,
  { candidates, now }: SlateRequest,
  rest: Int32Array,
  score: Float64Array,
  left: Slots,
): Int32Array {
  // prettier-ignore
  const list = new Int32Array(rest.length)
  let count = 0
  for (let at = 0; at < rest.length; at++) {
    const k = rest[at]!
    const need = needOf(ranker.settings, now - candidates.publishedAt[k]!, ranker.plays[candidates.clip[k]!]!)
    if (left[need] > 0) list[count++] = k
  }
  return list.subarray(0, selectTop(list, count, score, NEEDY))
}

/** @param gap as a step */
function gainOf(mind: Mind, topic: number, gap: number): number {
  return mind.gainBonus[topic]! * mind.fit[gap]! * (0.3 + 0.7 * mind.ready[topic]!)
}

function interestIn(mind: Mind, topic: number, second: number): number {
  const first = mind.liking[topic]!
  return second < 0 || second === topic ? first : 0.75 * first + 0.25 * mind.liking[second]!
}

function details(
  ranker: Ranker,
  user: RankerUser,
  request: SlateRequest,
  mind: Mind,
  k: number,
  z: number,
): Rated {
  // prettier-ignore
  const { candidates, multiplierOf, now } = request
  const clip = candidates.clip[k]!
  const creator = candidates.creator[k]!
  const slot = user.tastes.get(creator)
  const topic = candidates.topic[k]!
  const plays = ranker.plays[clip]!
  const need = needOf(ranker.settings, now - candidates.publishedAt[k]!, plays)
  const closest = mind.together.get(clip)
  return {
    clip,
    topic,
    creator,
    video: candidates.video[k]!,
    part: candidates.part[k]!,
    z,
    interest: interestIn(mind, topic, candidates.second[k]!),
    taste: slot === undefined ? 0 : ranker.tastes.mean[slot]!,
    quality: candidates.quality[k]!,
    together: closest ? ranker.weights.mean[WEIGHT.together]! * CLOSENESS * closest.value : 0,
    companion: closest?.to ?? null,
    multiplier: multiplierOf ? multiplierOf(clip) : 1,
    gain: gainOf(mind, topic, gapStep(candidates.level[k]! - mind.ability[topic]!)),
    need,
    bonus: bonusOf(ranker.settings, need, plays),
  }
}
