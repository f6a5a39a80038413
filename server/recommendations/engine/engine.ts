import {
  addToRanker,
  newRanker,
  observe,
  userOf,
  type Ranker,
  type RankerUser,
} from '../core/online/ranker.ts'
import { guessTopic, learnText, newTextTopics, type TextTopics } from '../core/online/text-topics.ts'
import { rewardOf } from '../core/reward.ts'
import { remember, type AffinityMemory } from '../core/user-affinity.ts'
import { addWatch, newWatchQuantiles, quantileOf, type WatchQuantiles } from '../core/watch-quantiles.ts'
import { DEFAULT_MULTIPLIERS, type MultiplierSettings } from '../multipliers.ts'
import { tallyPlay, type DayTally } from './day-tally.ts'
import type { Happening, ItemFacts, LoggedEvent, WatchedPiece } from './event-log.model.ts'
import { addPiece, PLAY_PAUSE_MS, shareShown, type OpenPlay } from './open-plays.ts'
import { keepShortlists } from './shortlists.ts'
import { makeTopicTable, NO_TOPIC, type StoredTopic, type TopicTable } from './topic-table.ts'
import { isNewCreator } from './say-cause.ts'
import { voteOnVideo, type Votes } from './video-crowd.ts'

/** An item with the numbers that the core knows it by. */
export interface EngineItem extends ItemFacts {
  id: string
  number: number
  video: number
  creator: number
  topic: number
  isThere: boolean
}

export interface EngineUser {
  ranker: RankerUser
  seen: Set<number>
  /** By topic id. */
  memory: AffinityMemory
  /** Plays in a row that were broken off. */
  skips: number
  /** Items whose play is over, the latest last: a report that comes late is no new play. */
  over: { item: number; at: number }[]
  lastAt: number
}

/** All that is known, made from the log alone: the same log and topics give the same. */
export interface Engine {
  topics: TopicTable
  /** What titles and descriptions say of topics. */
  texts: TextTopics
  ranker: Ranker
  items: EngineItem[]
  numbers: Map<string, number>
  videos: Map<string, number>
  creators: Map<string, number>
  /** Items by topic number, and by creator number. */
  byTopic: Map<number, Set<number>>
  byCreator: Map<number, Set<number>>
  /** Items by video id. */
  itemsOfVideo: Map<string, Set<number>>
  /** Votes on topics by video id (video-crowd.ts). */
  crowd: Map<string, Votes>
  /** Videos whose topics may be others than before. */
  movedVideos: Set<string>
  /** What plays came to on the last days, by day. */
  days: Map<number, DayTally>
  /** The best of each topic, best first (shortlists.ts). */
  best: Map<number, number[]>
  users: Map<string, EngineUser>
  /** In the order of their last report. */
  plays: Map<string, OpenPlay>
  /** Of whom nothing is known. */
  nobody: RankerUser
  playCount: number
  quantiles: WatchQuantiles
  /** Rules that an administrator may change; nothing that is learnt depends on them. */
  multipliers: MultiplierSettings
  /** Hears of each play that is over; nothing that is learnt depends on it. */
  onPlay?: (play: { userId: string; item: number; reward: number }) => void
  /** Place of the next event in the log. */
  next: number
  at: number
}

const LATE_PLAYS = 5
const LATE_MS = 30 * 60_000
const NOBODY = 0

export function newEngine(topics: readonly StoredTopic[]): Engine {
  const table = makeTopicTable(topics)
  const ranker = newRanker(table.facts)
  return {
    topics: table,
    texts: newTextTopics(table.names),
    ranker,
    items: [],
    numbers: new Map(),
    videos: new Map(),
    creators: new Map(),
    byTopic: new Map(),
    byCreator: new Map(),
    itemsOfVideo: new Map(),
    crowd: new Map(),
    movedVideos: new Set(),
    days: new Map(),
    best: new Map(),
    users: new Map(),
    plays: new Map(),
    nobody: userOf(ranker, NOBODY, []),
    playCount: 0,
    quantiles: newWatchQuantiles(),
    multipliers: DEFAULT_MULTIPLIERS,
    next: 0,
    at: 0,
  }
}

/** Takes in the next event of the log. Calls in the order of the log are the whole state. */
export function applyEvent(engine: Engine, { _id, at, happening }: LoggedEvent): void {
  engine.next = _id + 1
  engine.at = Math.max(engine.at, at.getTime())
  closeOldPlays(engine)
  takeIn(engine, happening)
  keepShortlists(engine)
}

function takeIn(engine: Engine, happening: Happening): void {
  if (happening.kind === 'item') return setItem(engine, happening.targetId, happening.item)
  if (happening.kind === 'gone') return removeItem(engine, happening.targetId)
  const { userId } = happening
  if (happening.kind === 'person') return void meet(engine, userId, happening.chosen)
  if (happening.kind === 'reset') return resetTopic(engine, userId, happening.topicId)
  const item = engine.numbers.get(happening.targetId)
  if (item === undefined) return
  if (happening.kind === 'watch') return takePiece(engine, userId, item, happening.watch)
  takeMark(engine, userId, item, happening.mark)
}

/** Somebody, met now where they were not known. */
export function meet(engine: Engine, userId: string, chosen: readonly string[] = []): EngineUser {
  const known = engine.users.get(userId)
  if (known) return known
  const topics = chosen.map((id) => engine.topics.numbers.get(id)).filter((topic) => topic !== undefined)
  const ranker = userOf(engine.ranker, userId, topics)
  const user = { ranker, seen: new Set<number>(), memory: new Map(), skips: 0, over: [], lastAt: engine.at }
  engine.users.set(userId, user)
  return user
}

function setItem(engine: Engine, id: string, facts: ItemFacts): void {
  const before = engine.items[engine.numbers.get(id) ?? -1]
  const topic = (facts.topicId && engine.topics.numbers.get(facts.topicId)) || NO_TOPIC
  const item: EngineItem = {
    ...facts,
    id,
    number: numberIn(engine.numbers, id),
    // clips of one video may be of several topics here; to the core those of a video are of one
    video: numberIn(engine.videos, `${facts.videoId}:${topic}`),
    creator: numberIn(engine.creators, facts.creatorId),
    topic,
    isThere: true,
  }
  if (before) unlink(engine, before)
  engine.items[item.number] = item
  setFor(engine.byTopic, topic).add(item.number)
  setFor(engine.byCreator, item.creator).add(item.number)
  setFor(engine.itemsOfVideo, item.videoId).add(item.number)
  engine.movedVideos.add(item.videoId)
  if (
    before &&
    before.topic === topic &&
    before.title === item.title &&
    before.pathPosition === item.pathPosition
  )
    return
  addToRanker(engine.ranker, {
    clip: item.number,
    video: item.video,
    part: 0,
    creator: item.creator,
    publishedAt: item.publishedAt.getTime() / DAY_MS,
    topic: likelyTopic(engine, item),
    secondTopic: -1,
    level: levelOf(item.pathPosition),
    isNsfw: item.isNsfw,
  })
  orderParts(engine, item.video)
}

/** Its topic, from which the words of the site are learnt; of what has none the one that its words speak for. */
function likelyTopic({ texts }: Engine, { topic, title = '', summary = '' }: EngineItem): number {
  const text = `${title} ${summary}`
  if (topic === NO_TOPIC) return guessTopic(texts, text)?.topic ?? NO_TOPIC
  learnText(texts, topic, text)
  return topic
}

/** The parts of a video by where they begin, whatever the order in which they were made. */
function orderParts({ ranker, items }: Engine, video: number): void {
  const mates = ranker.catalogue.clipsByVideo.get(video) ?? []
  const inOrder = mates.toSorted((a, b) => items[a]!.startSeconds - items[b]!.startSeconds || a - b)
  inOrder.forEach((number, part) => (ranker.catalogue.clips[number]!.part = part))
}

const DAY_MS = 86_400_000

/** Steps of a learning path grow harder; without a path in the middle. */
function levelOf(pathPosition: number | null): number {
  return pathPosition === null ? 0.4 : Math.min(0.9, 0.1 + 0.08 * pathPosition)
}

function removeItem(engine: Engine, id: string): void {
  const item = engine.items[engine.numbers.get(id) ?? -1]
  if (!item) return
  unlink(engine, item)
  engine.items[item.number] = { ...item, isThere: false }
}

function unlink(engine: Engine, { number, topic, creator, videoId }: EngineItem): void {
  const { byTopic, byCreator, itemsOfVideo, movedVideos } = engine
  itemsOfVideo.get(videoId)?.delete(number)
  movedVideos.add(videoId)
  byTopic.get(topic)?.delete(number)
  byCreator.get(creator)?.delete(number)
}

function takePiece(engine: Engine, userId: string, item: number, watch: WatchedPiece): void {
  const user = meet(engine, userId)
  user.seen.add(item)
  user.lastAt = engine.at
  const open = engine.plays.get(userId)
  if (open && (open.item !== item || watch.isStart)) closePlay(engine, open)
  const isLate = user.over.some((each) => each.item === item && engine.at - each.at < LATE_MS)
  if (open?.item !== item && isLate && !watch.isStart) return
  const play = engine.plays.get(userId) ?? newPlay(userId, item)
  if (watch.reason !== undefined) play.reason ??= watch.reason
  addPiece(play, watch)
  play.lastAt = engine.at
  engine.plays.delete(userId)
  engine.plays.set(userId, play)
  if (watch.isEnd || watch.isSkip) closePlay(engine, play)
}

function newPlay(userId: string, item: number): OpenPlay {
  return { userId, item, shown: [], isLiked: false, isDisliked: false, lastAt: 0 }
}

/** What the log's own time says is over: no clock of a process has a part in it. */
function closeOldPlays(engine: Engine): void {
  for (const play of engine.plays.values()) {
    if (engine.at - play.lastAt < PLAY_PAUSE_MS) return
    closePlay(engine, play)
  }
}

function closePlay(engine: Engine, play: OpenPlay): void {
  engine.plays.delete(play.userId)
  const user = meet(engine, play.userId)
  const share = shareShown(play, engine.items[play.item]!.durationSeconds)
  user.over = [...user.over, { item: play.item, at: engine.at }].slice(-LATE_PLAYS)
  user.skips = share < SKIPPED_SHARE ? user.skips + 1 : 0
  engine.playCount++
  const { isLiked, isDisliked, reason } = play
  // before it is learnt from: as it was when it was shown
  const isNew = isNewCreator(engine, engine.items[play.item]!)
  const reward = learnFrom(engine, user, play.item, { share, isLiked, isDisliked })
  tallyPlay(engine.days, engine.at, { item: engine.items[play.item]!, isNewCreator: isNew, watch: share, reward, reason }) // prettier-ignore
  engine.onPlay?.({ userId: play.userId, item: play.item, reward })
}

const SKIPPED_SHARE = 0.2

function takeMark(engine: Engine, userId: string, item: number, mark: 'like' | 'dislike' | 'view'): void {
  const user = meet(engine, userId)
  user.seen.add(item)
  if (mark === 'view') return
  const open = engine.plays.get(userId)
  const [isLiked, isDisliked] = [mark === 'like', mark === 'dislike']
  if (open?.item === item) Object.assign(open, { isLiked, isDisliked })
  else learnFrom(engine, user, item, { share: isLiked ? LIKED_SHARE : DISLIKED_SHARE, isLiked, isDisliked })
}

/** Of something whose play is long over, or was never reported. */
const LIKED_SHARE = 0.8
const DISLIKED_SHARE = 0.1

interface PlayOutcome {
  /** Share shown, 0 to 1. */
  share: number
  isLiked: boolean
  isDisliked: boolean
}

/** @returns the reward */
function learnFrom(engine: Engine, user: EngineUser, number: number, outcome: PlayOutcome): number {
  const item = engine.items[number]!
  const { share, isLiked, isDisliked } = outcome
  const context = { isHot: !item.isSlow, at: engine.at / DAY_MS }
  const expected = observe(engine.ranker, user.ranker, number, { watch: share, isLiked, isDisliked }, context)
  const { durationSeconds } = item
  const rewardFor = (watched: number, marks: object) =>
    rewardOf({ watched, durationSeconds, ...marks }, quantileOf(engine.quantiles, watched, durationSeconds))
  const reward = rewardFor(share, { isLiked, isDisliked })
  voteOnVideo(engine, user, item.videoId, reward - rewardFor(expected, {}))
  engine.movedVideos.add(item.videoId)
  addWatch(engine.quantiles, share, durationSeconds)
  if (item.topicId !== null) remember(user.memory, item.topicId, 1, reward, engine.at)
  return reward
}

function resetTopic(engine: Engine, userId: string, topicId: string): void {
  const topic = engine.topics.numbers.get(topicId)
  const user = engine.users.get(userId)
  if (topic === undefined || !user) return
  user.memory.delete(topicId)
  const slot = user.ranker.index * engine.topics.facts.length + topic
  const { userTopics } = engine.ranker
  userTopics.mean[slot] = 0
  userTopics.variance[slot] = userTopics.prior
}

function numberIn(numbers: Map<string, number>, id: string): number {
  const number = numbers.get(id) ?? numbers.size
  numbers.set(id, number)
  return number
}

function setFor<Key>(sets: Map<Key, Set<number>>, key: Key): Set<number> {
  const set = sets.get(key) ?? new Set<number>()
  sets.set(key, set)
  return set
}
