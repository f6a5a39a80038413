import { Types, trusted } from 'mongoose'
import type { EngineReaders } from '../recommendations/engine/read-person.ts'
import { Dismissal } from './dismissal.model.ts'
import { MAX_WIDE_DISMISSALS } from './feed-wishes.ts'

/** Items that somebody left out long ago are looked at when the feed is read. */
const ITEMS = 1_000

/** What the engine, on a floor below, has to know of the feed. */
export const engineReaders: EngineReaders = {
  async dismissalsOf(userId) {
    const [wide, items] = await Promise.all([
      Dismissal.find({ userId, scope: trusted({ $in: ['topic', 'creator'] }) }, { scope: 1, subjectId: 1 })
        .limit(2 * MAX_WIDE_DISMISSALS)
        .lean(),
      Dismissal.find({ userId, scope: 'item' }, { subjectId: 1 }).limit(ITEMS).lean(),
    ])
    const of = (scope: string) =>
      new Set(wide.filter((row) => row.scope === scope).map((row) => row.subjectId.toHexString()))
    const left = new Set(items.map((row) => row.subjectId.toHexString()))
    return { items: left, topics: of('topic'), creators: of('creator') }
  },

  async dismissersSince(id, limit) {
    const rows = await Dismissal.find({ _id: trusted({ $gt: new Types.ObjectId(id) }) }, { userId: 1 })
      .sort({ _id: 1 })
      .limit(limit)
      .lean()
    return rows.map((row) => ({ id: row._id.toHexString(), userId: row.userId.toHexString() }))
  },
}
