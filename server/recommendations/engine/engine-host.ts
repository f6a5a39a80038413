import { randomUUID } from 'node:crypto'
import { Types, trusted } from 'mongoose'
import { systemClock, type Clock } from '../../adapters/clock/index.ts'
import { ALL_TOPICS } from '#shared/recommendations'
import { applySettings, readRecommendationSettings } from '../recommendation-settings.ts'
import { buildQueues, type Sequence } from './build-queues.ts'
import { holdEngine, releaseEngine } from './engine-lease.ts'
import { newEngine, type Engine } from './engine.ts'
import { RecommendationEvent, type Happening, type ItemFacts } from './event-log.model.ts'
import { learnNews, replayLog, trimLog, type News } from './event-log.ts'
import { goneNews, newsOf, readTopics, walkCatalogue } from './follow-catalogue.ts'
import { NO_WISHES } from './person-facts.ts'
import { pollMarks, pollWatching, startPlace, type MarksPlace, type Place } from './poll-sources.ts'
import { meetingNews, pollWishes, resetNews, type WishesPlace } from './poll-wishes.ts'
import { holdersOf, loadHolders, noteHolders, type QueueHolders } from './queue-holders.ts'
import type { EngineReaders } from './read-person.ts'
import { withReasons } from './reasons-of-plays.ts'
import { refreshQueues } from './refresh-queues.ts'
import { newRefreshTimes, takeDue, wantRefresh, type RefreshTimes } from './refresh-times.ts'
import { dropCalls, readCalls } from './take-calls.ts'
import { forgetWritten, writeBehind } from './write-behind.ts'
import { readStartingQueue, writeStartingQueues } from './write-queues.ts'

/** What came while nobody held the engine is looked for so far back. */
const LOOK_BACK_MS = 10 * 60_000
const LEASE_EVERY_MS = 5_000
const NEW_ITEMS_EVERY_MS = 2_000
const STARTING_EVERY_MS = 60_000
const WRITE_BEHIND_MS = 5_000
/** A whole walk takes at most such a share of the time. */
const WALK_SHARE = 1 / 50
const WALK_EVERY_MS = 60_000
/** At a stretch, where there is more than a few. */
const WALK_TURN_MS = 30
const WALK_PART = 100
const PEOPLE_AT_ONCE = 50
/** Before so many plays nobody knows what is liked: the newest comes first then. */
const LEAST_PLAYS = 20

/** Of the catalogue, from its beginning to its end. */
interface Walk {
  steps: AsyncGenerator<Map<string, ItemFacts>>
  there: Set<string>
  workMs: number
  isFirst: boolean
}

interface Held {
  engine: Engine
  topicsKey: string
  watching: Place
  marks: MarksPlace
  wishes: WishesPlace
  dismissedAfter: string
  times: RefreshTimes
  /** Milliseconds. */
  next: { lease: number; newItems: number; walk: number; starting: number; write: number }
  lastItemId: string
  /** The one under way. */
  walk: Walk | null
  holders: QueueHolders
  /** What newcomers are given, over all topics. */
  starting: Sequence | undefined
}

/** The engine as one process holds it. `step` does what there is to do and says whether there was anything. */
export class EngineHost {
  private held: Held | null = null
  private readonly holder = randomUUID()
  private readonly readers: EngineReaders
  private readonly clock: Clock

  constructor(readers: EngineReaders, clock: Clock = systemClock) {
    this.readers = readers
    this.clock = clock
  }

  /** What it knows; null while another process holds it. */
  get engine(): Engine | null {
    return this.held?.engine ?? null
  }

  /** There is something to do by itself, now or soon. */
  get hasMore(): boolean {
    return this.held !== null && (this.held.walk !== null || this.held.times.due.size > 0)
  }

  /** After an error the next step begins anew from the log. */
  async step(): Promise<boolean> {
    try {
      return await this.work()
    } catch (error) {
      this.held = null
      throw error
    }
  }

  async stop(): Promise<void> {
    if (this.held) await releaseEngine(this.holder)
    this.held = null
  }

  private async work(): Promise<boolean> {
    const now = this.clock.now()
    if (!this.held || this.held.next.lease <= now.getTime()) {
      if (!(await holdEngine(this.holder, now))) {
        this.held = null
        return false
      }
      this.held ??= await this.load(now)
      this.held.next.lease = now.getTime() + LEASE_EVERY_MS
      applySettings(this.held.engine, await readRecommendationSettings())
    }
    const { held } = this
    await followCatalogue(held, now.getTime())
    const count = await takeNews(held, this.readers, now)
    const due = takeDue(held.times, now.getTime(), PEOPLE_AT_ONCE)
    noteHolders(held.engine, held.holders, await refreshQueues(held.engine, due, this.readers, now))
    await this.refreshStarting(held, now)
    await writeSometimes(held, now.getTime())
    return count > 0 || due.length > 0
  }

  private async load(now: Date): Promise<Held> {
    const topics = await readTopics()
    const engine = newEngine(topics)
    await trimLog()
    await replayLog(engine)
    forgetWritten(engine)
    const since = new Date((engine.at || now.getTime()) - LOOK_BACK_MS)
    return {
      engine,
      topicsKey: JSON.stringify(topics),
      watching: startPlace(since),
      marks: { from: since, known: new Map() },
      wishes: { from: since, known: new Map() },
      dismissedAfter: Types.ObjectId.createFromTime(Math.floor(since.getTime() / 1000)).toHexString(),
      times: newRefreshTimes(),
      next: { lease: 0, newItems: 0, walk: 0, starting: 0, write: 0 },
      lastItemId: '',
      walk: null,
      holders: await loadHolders(engine),
      starting: await readStartingQueue(ALL_TOPICS),
    }
  }

  private async refreshStarting(held: Held, now: Date): Promise<void> {
    const { engine, next } = held
    if (next.starting > now.getTime()) return
    next.starting = now.getTime() + STARTING_EVERY_MS
    if (engine.playCount < LEAST_PLAYS) return
    const topics = [...engine.topics.within.keys()]
    const seed = Math.floor(now.getTime() / STARTING_EVERY_MS)
    const request = { user: engine.nobody, seen: new Set<number>(), facts: NO_WISHES, topics, held: new Map(), seed, now } // prettier-ignore
    const queues = buildQueues(engine, request)
    await writeStartingQueues(queues, now)
    held.starting = queues.get(ALL_TOPICS)
  }
}

async function writeSometimes({ engine, next }: Held, now: number): Promise<void> {
  if (next.write > now) return
  const isMoreLeft = await writeBehind(engine)
  next.write = isMoreLeft ? now : now + WRITE_BEHIND_MS
}

/** New items soon, changes and what is gone with each whole walk. Other topics make another engine: from the log again. */
async function followCatalogue(held: Held, now: number): Promise<void> {
  if (!held.walk && held.next.walk <= now) {
    if (JSON.stringify(await readTopics()) !== held.topicsKey) throw new TopicsChanged()
    held.walk = { steps: walkCatalogue(), there: new Set(), workMs: 0, isFirst: held.next.walk === 0 }
  }
  if (held.walk) await walkOn(held, held.walk, now)
  if (held.next.newItems > now) return
  held.next.newItems = now + NEW_ITEMS_EVERY_MS
  await learnItems(held, held.lastItemId || undefined)
}

/** A part of a walk: what people do in the meantime does not wait for the whole of it, but for the first. */
async function walkOn(held: Held, walk: Walk, now: number): Promise<void> {
  const startedAt = performance.now()
  for (;;) {
    const { value: items, done } = await walk.steps.next()
    if (done) break
    await learn(held.engine, newsOf(held.engine, items), new Date())
    for (const id of items.keys()) {
      walk.there.add(id)
      if (id > held.lastItemId) held.lastItemId = id
    }
    const isEnough = items.size >= WALK_PART && performance.now() - startedAt > WALK_TURN_MS
    if (!isEnough || walk.isFirst) continue
    walk.workMs += performance.now() - startedAt
    return
  }
  held.walk = null
  await learn(held.engine, goneNews(held.engine, held.engine.items, walk.there), new Date(now))
  held.next.walk = now + Math.max(WALK_EVERY_MS, (walk.workMs + performance.now() - startedAt) / WALK_SHARE)
}

/** The topics are not what the engine was made with. */
export class TopicsChanged extends Error {
  constructor() {
    super('the topics have changed: the engine is made anew')
    this.name = 'TopicsChanged'
  }
}

async function learnItems(held: Held, after: string | undefined): Promise<void> {
  for await (const items of walkCatalogue(after)) {
    await learn(held.engine, newsOf(held.engine, items), new Date())
    for (const id of items.keys()) {
      // what came behind the walk that is under way is no less there
      held.walk?.there.add(id)
      if (id > held.lastItemId) held.lastItemId = id
    }
  }
}

async function takeNews(held: Held, readers: EngineReaders, now: Date): Promise<number> {
  const { engine, times } = held
  const [watched, marked, wishes, dismissed, calls] = await Promise.all([
    pollWatching(held.watching),
    pollMarks(held.marks),
    pollWishes(held.wishes),
    readers.dismissersSince(held.dismissedAfter, 500),
    readCalls(engine),
  ])
  const happened = [...(await withReasons(engine, watched, held.starting)), ...marked]
  const acting = happened.map(({ happening }) => ('userId' in happening ? happening.userId : ''))
  const wishing = [
    ...wishes.map(({ userId }) => String(userId)),
    ...dismissed.map(({ userId }) => userId),
    ...calls.userIds,
  ]
  const met = await meetingNews(engine, [...acting, ...wishing])
  await learn(engine, [...calls.news, ...met, ...happened, ...wishes.flatMap(resetNews)], now)
  await dropCalls(calls)
  held.dismissedAfter = dismissed.at(-1)?.id ?? held.dismissedAfter
  for (const { happening } of calls.news) {
    if (happening.kind === 'item') held.walk?.there.add(happening.targetId)
  }
  const touched = new Set(calls.news.map(({ happening }) => numberOf(engine, happening)))
  for (const userId of [...wishing, ...holdersOf(held.holders, touched)]) {
    wantRefresh(times, userId, now.getTime(), true)
  }
  for (const { happening } of happened) {
    if (happening.kind !== 'watch' && happening.kind !== 'mark') continue
    const isMark = happening.kind === 'mark' && happening.mark !== 'view'
    const hasSkipped = (engine.users.get(happening.userId)?.skips ?? 0) >= 2
    wantRefresh(times, happening.userId, now.getTime(), isMark || hasSkipped)
  }
  return happened.length + wishing.length + calls.rows.length
}

function numberOf({ numbers }: Engine, happening: Happening): number {
  return ('targetId' in happening ? numbers.get(happening.targetId) : undefined) ?? -1
}

/** What is in the log already, as after a start, is passed over. */
async function learn(engine: Engine, news: readonly News[], now: Date): Promise<void> {
  if (news.length === 0) return
  const keys = news.map(({ key }) => key)
  const known = await RecommendationEvent.find({ key: trusted({ $in: keys }) }, { key: 1, _id: 0 }).lean()
  const taken = new Set(known.map(({ key }) => key))
  await learnNews(engine, news.filter(({ key }) => !taken.has(key)), now) // prettier-ignore
}
