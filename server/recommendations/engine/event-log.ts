import { Types, trusted } from 'mongoose'
import type { Engine } from './engine.ts'
import { applyEvent } from './engine.ts'
import { RecommendationEvent, type Happening, type LoggedEvent } from './event-log.model.ts'

/** Something that is to be learnt, named by what it was made from. */
export interface News {
  key: string
  happening: Happening
}

const BATCH = 2_000

/** Takes in all of the log that the engine does not have yet. */
export async function replayLog(engine: Engine): Promise<void> {
  for await (const events of readLog(engine.next)) for (const event of events) applyEvent(engine, event)
}

/** The log in its order from a place on, a batch at a time. */
export async function* readLog(from = 0): AsyncGenerator<LoggedEvent[]> {
  for (let next = from; ;) {
    const events = await RecommendationEvent.find({ _id: trusted({ $gte: next }) })
      .sort({ _id: 1 })
      .limit(BATCH)
      .lean<LoggedEvent[]>()
    yield events
    if (events.length < BATCH) return
    next = events.at(-1)!._id + 1
  }
}

/**
 * Writes down what is new, then learns from it: what was learnt is always in the log.
 * @throws a duplicate key error when another process wrote to the log: this engine has to begin anew
 */
export async function learnNews(engine: Engine, news: readonly News[], now: Date): Promise<void> {
  for (let start = 0; start < news.length; start += BATCH) {
    const at = new Date(Math.max(now.getTime(), engine.at))
    const events = news.slice(start, start + BATCH).map(({ key, happening }, index): LoggedEvent => {
      const userId = personOf(happening)
      return {
        _id: engine.next + index,
        key,
        at,
        ...(userId && { userId: new Types.ObjectId(userId) }),
        happening,
      }
    })
    await RecommendationEvent.collection.insertMany(events as never[], { ordered: true })
    for (const event of events) applyEvent(engine, event)
  }
}

/** Whose row it is, by which it goes with their account: of an item its creator. */
function personOf(happening: Happening): string | null {
  if ('userId' in happening) return happening.userId
  return happening.kind === 'item' ? happening.item.creatorId : null
}

const HELD_EVENTS = 2_000_000
const REMOVED_AT_ONCE = 5_000

/**
 * What is oldest goes, before the log is read: what is in memory is always what the log says. Of items and people only
 * what was said of them lately is needed, and is said anew by whoever follows the catalogue.
 */
export async function trimLog(held = HELD_EVENTS): Promise<void> {
  const last = await RecommendationEvent.findOne({}, { _id: 1 }).sort({ _id: -1 }).lean()
  const border = (last?._id ?? 0) - held
  for (;;) {
    const old = await RecommendationEvent.find({ _id: trusted({ $lt: border }) }, { _id: 1 })
      .sort({ _id: 1 })
      .limit(REMOVED_AT_ONCE)
      .lean()
    if (old.length === 0) return
    await RecommendationEvent.deleteMany({ _id: trusted({ $in: old.map(({ _id }) => _id) }) })
  }
}
