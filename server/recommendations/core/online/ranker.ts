import { addClip, newCatalogue, type Catalogue, type ClipFacts, type KnownClip, type TopicFacts } from './catalogue.ts' // prettier-ignore
import { addFinished, closestOf, FINISHED_KEPT, FINISHED_SHARE, newCompanions, type Companions } from './companions.ts' // prettier-ignore
import { learn, newEffects, newTouch, reserve, sumOf, touch, type Effects, type Touch } from './effects.ts'

/** Knobs of the engine; all on scales that do not depend on a site. */
export interface RankerSettings {
  /** How far samples of what is uncertain stray (Thompson); 0 never explores. */
  exploration: number
  /** What a clip that teaches is worth more, as a share of its watch, in the topic area that somebody set as goal. */
  goalBonus: number
  /** The same in all other topics. */
  gainBonus: number
  /** Plays that every fresh clip should get from people it fits. */
  freshPlays: number
  freshDays: number
  /** Added to the score of a fresh clip below its plays. */
  freshBonus: number
  /** Share of slots that may go to fresh clips for their bonus alone; less where plays are too few for all of them. */
  freshShare: number
  /** Share of slots that may go to older clips that nobody has played yet. */
  firstPlayShare: number
  /** Growth of ability by one clip at the right level that was watched to the end. */
  growth: number
}

export const DEFAULT_SETTINGS: RankerSettings = {
  exploration: 0.25,
  goalBonus: 0.25,
  gainBonus: 0.05,
  freshPlays: 10,
  freshDays: 3,
  freshBonus: 0.4,
  freshShare: 0.13,
  firstPlayShare: 0.025,
  growth: 0.02,
}

/** Places of the weights that are the same for everybody, with what they start from. */
const W = { bias: 0, chosen: 1, chosenArea: 2, prerequisite: 3, repeats: 4, manyRepeats: 5, next: 6, slow: 7, second: 8, sameCreator: 9, together: 10, gap: 11 } as const // prettier-ignore
/** Level minus ability, where the curve of difficulty has its knots. */
const KNOTS = [-0.6, -0.4, -0.2, 0, 0.2, 0.4, 0.6]
const START = [-0.6, 0.9, 0.5, -0.4, 0, -0.1, 0.3, -0.2, 0, 0, 0.4, -0.4, -0.15, 0, 0, -0.4, -0.8, -1.2]

/** Variances before anything is known, on the log-odds scale. */
const PRIOR = { weight: 0.1, clip: 0.15, video: 0.2, creator: 0.25, user: 0.1, area: 0.6, topic: 0.15, taste: 0.15, ability: 0.03 } // prettier-ignore
/** Abilities drift: what was known of them long ago is worth less. */
const ABILITY_DRIFT = 0.0002
const START_ABILITY = [0.2, 0.08]
/** Variance of a watch fraction as a share of p(1-p). */
const WATCH_NOISE = 0.22
export const RECENT_LENGTH = 8
/** Brings how close two clips are to about 1. */
export const CLOSENESS = 4

export interface RankerUser {
  /** Slot of this person in all banks. */
  index: number
  chosen: Set<number>
  chosenAreas: Set<number>
  goalArea: number
  /** Topics of the last plays, newest last, and their creators. */
  recent: number[]
  recentCreators: number[]
  /** Clips that they finished, the latest last. */
  finished: number[]
  last: KnownClip | null
  /** Slots of what they think of single creators, by creator. */
  tastes: Map<number, number>
}

/** All that was learnt; grows by `addToRanker` and `observe` alone, so that a replay of the same calls gives the same bytes. */
export interface Ranker {
  settings: RankerSettings
  catalogue: Catalogue
  users: Map<string | number, RankerUser>
  weights: Effects
  clips: Effects
  videos: Effects
  creators: Effects
  userBias: Effects
  userAreas: Effects
  userTopics: Effects
  abilities: Effects
  tastes: Effects
  companions: Companions
  plays: Int32Array
  /** Plays of each whole day (of the scale of `publishedAt`), and the last of them. */
  playsByDay: Map<number, number>
  today: number
  touch: Touch
}

export function newRanker(topics: readonly TopicFacts[], settings: Partial<RankerSettings> = {}): Ranker {
  const weights = newEffects(PRIOR.weight)
  START.forEach((value, slot) => {
    reserve(weights, slot)
    weights.mean[slot] = value
  })
  return {
    settings: { ...DEFAULT_SETTINGS, ...settings },
    catalogue: newCatalogue(topics),
    users: new Map(),
    weights,
    clips: newEffects(PRIOR.clip, 1024),
    videos: newEffects(PRIOR.video, 1024),
    creators: newEffects(PRIOR.creator, 256),
    userBias: newEffects(PRIOR.user, 256),
    userAreas: newEffects(PRIOR.area, 1024),
    userTopics: newEffects(PRIOR.topic, 1024),
    abilities: newEffects(PRIOR.ability, 1024),
    tastes: newEffects(PRIOR.taste, 1024),
    companions: newCompanions(),
    plays: new Int32Array(1024),
    playsByDay: new Map(),
    today: -Infinity,
    touch: newTouch(40),
  }
}

export function addToRanker(ranker: Ranker, facts: ClipFacts): void {
  addClip(ranker.catalogue, facts)
  reserve(ranker.clips, facts.clip)
  reserve(ranker.videos, facts.video)
  reserve(ranker.creators, facts.creator)
  if (facts.clip >= ranker.plays.length) {
    const larger = new Int32Array(Math.max(facts.clip + 1, ranker.plays.length * 2))
    larger.set(ranker.plays)
    ranker.plays = larger
  }
}

/** @param chosen topics that somebody chose when they came, the goal first */
export function userOf(ranker: Ranker, id: string | number, chosen: readonly number[]): RankerUser {
  const known = ranker.users.get(id)
  if (known) return known
  const { topics, areas } = ranker.catalogue
  const index = ranker.users.size
  const areaOf = (topic: number) => topics[topic]!.area
  const user: RankerUser = {
    index,
    chosen: new Set(chosen),
    chosenAreas: new Set(chosen.map(areaOf)),
    goalArea: chosen.length > 0 ? areaOf(chosen[0]!) : -1,
    recent: [],
    recentCreators: [],
    finished: [],
    last: null,
    tastes: new Map(),
  }
  reserve(ranker.userBias, index)
  reserve(ranker.userAreas, (index + 1) * areas - 1)
  reserve(ranker.userTopics, (index + 1) * topics.length - 1)
  reserve(ranker.abilities, (index + 1) * topics.length - 1)
  for (const { topic, prerequisite } of topics) {
    ranker.abilities.mean[index * topics.length + topic] = START_ABILITY[prerequisite < 0 ? 0 : 1]!
  }
  ranker.users.set(id, user)
  return user
}

/** How ready somebody is for a topic: 1 with the one before it half mastered. */
export function readinessOf(ranker: Ranker, user: RankerUser, topic: number): number {
  const { topics } = ranker.catalogue
  const before = topics[topic]!.prerequisite
  if (before < 0) return 1
  return Math.min(1, Math.max(0, ranker.abilities.mean[user.index * topics.length + before]! / 0.5))
}

export function abilityOf(ranker: Ranker, user: RankerUser, topic: number): number {
  return ranker.abilities.mean[user.index * ranker.catalogue.topics.length + topic]!
}

/** Log-odds by level minus ability: the learnt curve between its knots. */
export function difficultyAt(ranker: Ranker, gap: number): number {
  const { at, share } = knotOf(gap)
  const { mean } = ranker.weights
  return (1 - share) * mean[W.gap + at]! + share * mean[W.gap + at + 1]!
}

function knotOf(gap: number): { at: number; share: number } {
  const last = KNOTS.length - 2
  const step = KNOTS[1]! - KNOTS[0]!
  const place = Math.min(last + 0.9999, Math.max(0, (gap - KNOTS[0]!) / step))
  const at = Math.floor(place)
  return { at, share: place - at }
}

/** How much a clip can teach somebody of that ability: most at a level just above it. */
export function fitOf(gap: number): number {
  return Math.max(0, 1 - Math.abs(gap - 0.08) / 0.3)
}

export interface PlayContext {
  /** Whether the bytes were at hand at once (not in a slow tier). */
  isHot: boolean
  /** When, on the scale of `publishedAt` (days). */
  at: number
}

export interface Outcome {
  /** Share of the clip that was watched, 0 to 1. */
  watch: number
  isLiked?: boolean
  isDisliked?: boolean
}

/**
 * Learns from one play. Call in the order in which plays happened.
 * @returns the share that was expected before, 0 to 1
 */
export function observe(
  ranker: Ranker,
  user: RankerUser,
  clipNumber: number,
  outcome: Outcome,
  context: PlayContext,
): number {
  const clip = ranker.catalogue.clips[clipNumber]
  if (!clip) return outcome.watch
  const list = describe(ranker, user, clip, context)
  const liking = (outcome.isLiked ? 0.12 : 0) - (outcome.isDisliked ? 0.2 : 0)
  const expected = learn(list, Math.min(1, Math.max(0, outcome.watch + liking)), WATCH_NOISE)
  grow(ranker, user, clip, outcome.watch)
  countPlay(ranker, clip.clip, Math.floor(context.at))
  user.recent.push(clip.likelyTopic)
  user.recentCreators.push(clip.creator)
  if (user.recent.length > RECENT_LENGTH) {
    user.recent.shift()
    user.recentCreators.shift()
  }
  user.last = clip
  if (outcome.watch >= FINISHED_SHARE) finish(ranker, user, clip.clip)
  return expected
}

function finish({ companions }: Ranker, user: RankerUser, clip: number): void {
  addFinished(companions, clip, user.finished)
  user.finished.push(clip)
  if (user.finished.length > FINISHED_KEPT) user.finished.shift()
}

/** Days of plays that are kept to know how many there are to share out. */
const DAYS_KEPT = 8

function countPlay(ranker: Ranker, clip: number, day: number): void {
  ranker.plays[clip]!++
  ranker.playsByDay.set(day, (ranker.playsByDay.get(day) ?? 0) + 1)
  ranker.today = Math.max(ranker.today, day)
  if (ranker.playsByDay.size <= DAYS_KEPT) return
  for (const each of ranker.playsByDay.keys())
    if (each < ranker.today - DAYS_KEPT) ranker.playsByDay.delete(each)
}

/** Plays a day, of the last whole days; of today where there were none before. */
export function playsADay({ playsByDay, today }: Ranker): number {
  let [sum, days] = [0, 0]
  for (const [day, plays] of playsByDay) {
    if (day >= today) continue
    sum += plays
    days++
  }
  return days === 0 ? (playsByDay.get(today) ?? 0) : sum / days
}

function describe(
  ranker: Ranker,
  user: RankerUser,
  clip: KnownClip,
  { isHot }: Pick<PlayContext, 'isHot'>,
): Touch {
  const list = ranker.touch
  list.count = 0
  list.offset = 0
  const { topics } = ranker.catalogue
  const topic = clip.likelyTopic
  const area = topics[topic]!.area
  const weight = (slot: number, value: number) => touch(list, ranker.weights, slot, value)
  weight(W.bias, 1)
  if (user.chosen.has(topic)) weight(W.chosen, 1)
  else if (user.chosenAreas.has(area)) weight(W.chosenArea, 1)
  weight(W.prerequisite, 1 - readinessOf(ranker, user, topic))
  const repeats = countOf(user.recent, topic)
  weight(W.repeats, repeats / RECENT_LENGTH)
  weight(W.manyRepeats, Math.max(0, repeats - 2))
  if (isNextPart(user.last, clip)) weight(W.next, 1)
  if (!isHot) weight(W.slow, 1)
  if (clip.secondTopic >= 0) weight(W.second, 1)
  weight(W.sameCreator, countOf(user.recentCreators, clip.creator) / RECENT_LENGTH)
  weight(W.together, (closestOf(ranker.companions, clip.clip, user.finished)?.value ?? 0) * CLOSENESS)
  touchDifficulty(ranker, list, user, clip)
  touch(list, ranker.clips, clip.clip, 1)
  touch(list, ranker.videos, clip.video, 1)
  touch(list, ranker.creators, clip.creator, 1)
  touch(list, ranker.userBias, user.index, 1)
  touchTopic(ranker, list, user, topic, clip.secondTopic >= 0 ? 0.75 : 1)
  if (clip.secondTopic >= 0 && clip.secondTopic !== topic)
    touchTopic(ranker, list, user, clip.secondTopic, 0.25)
  const slot = user.tastes.get(clip.creator) ?? ranker.tastes.size
  user.tastes.set(clip.creator, slot)
  touch(list, ranker.tastes, slot, 1)
  return list
}

function touchTopic(ranker: Ranker, list: Touch, user: RankerUser, topic: number, value: number): void {
  const { topics, areas } = ranker.catalogue
  touch(list, ranker.userAreas, user.index * areas + topics[topic]!.area, value)
  touch(list, ranker.userTopics, user.index * topics.length + topic, value)
}

function touchDifficulty(ranker: Ranker, list: Touch, user: RankerUser, clip: KnownClip): void {
  const gap = clip.likelyLevel - abilityOf(ranker, user, clip.likelyTopic)
  const { at, share } = knotOf(gap)
  touch(list, ranker.weights, W.gap + at, 1 - share)
  touch(list, ranker.weights, W.gap + at + 1, share)
  const { mean } = ranker.weights
  const slope = -(mean[W.gap + at + 1]! - mean[W.gap + at]!) / (KNOTS[1]! - KNOTS[0]!)
  const slot = user.index * ranker.catalogue.topics.length + clip.likelyTopic
  touch(list, ranker.abilities, slot, slope)
  list.offset -= slope * ranker.abilities.mean[slot]!
}

function grow(ranker: Ranker, user: RankerUser, clip: KnownClip, watch: number): void {
  const slot = user.index * ranker.catalogue.topics.length + clip.likelyTopic
  const { mean, variance } = ranker.abilities
  const gap = clip.likelyLevel - mean[slot]!
  const ready = 0.3 + 0.7 * readinessOf(ranker, user, clip.likelyTopic)
  mean[slot] = Math.min(1, Math.max(0, mean[slot]! + ranker.settings.growth * watch * fitOf(gap) * ready))
  variance[slot] = Math.min(PRIOR.ability, variance[slot]! + ABILITY_DRIFT)
}

/** The chance-like share that somebody is expected to watch, without exploring. */
export function predict(
  ranker: Ranker,
  user: RankerUser,
  clipNumber: number,
  context: Pick<PlayContext, 'isHot'>,
): number {
  const clip = ranker.catalogue.clips[clipNumber]
  return clip ? 1 / (1 + Math.exp(-sumOf(describe(ranker, user, clip, context)))) : 0
}

export function countOf(list: readonly number[], wanted: number): number {
  let count = 0
  for (const each of list) if (each === wanted) count++
  return count
}

export type PartOfVideo = Pick<KnownClip, 'video' | 'part'>

export function isNextPart(last: PartOfVideo | null, clip: PartOfVideo): boolean {
  return last !== null && last.video === clip.video && clip.part === last.part + 1
}

export const WEIGHT = W
