import { Types, trusted } from 'mongoose'
import { Engagement, type EngagementDocument } from '../../engagement/engagement.model.ts'
import { WatchEvent, type WatchEventDocument } from '../../engagement/watch-event.model.ts'
import type { News } from './event-log.ts'

/** Ids are made by many processes: of one second they come in any order, and a write may take a moment to be seen. */
const OVERLAP_SECONDS = 4
const BATCH = 2_000

/** How far a source was read. */
export interface Place {
  /** Ids from here on are looked at again. */
  from: Types.ObjectId
  /** Those that were looked at already. */
  known: Set<string>
}

export function startPlace(since: Date): Place {
  return { from: Types.ObjectId.createFromTime(Math.floor(since.getTime() / 1000)), known: new Set() }
}

/** What players reported since the last look, in the order in which it came. */
export async function pollWatching(place: Place): Promise<News[]> {
  const found = await WatchEvent.find({ _id: trusted({ $gte: place.from }) }, { _id: 1 })
    .sort({ _id: 1 })
    .limit(BATCH)
    .lean()
  const ids = fresh(place, found.map(({ _id }) => _id)) // prettier-ignore
  if (ids.length === 0) return []
  const events = await WatchEvent.find({ _id: trusted({ $in: ids }) }).lean<WatchEventDocument[]>()
  return inOrder(events, ({ _id }) => _id).map(watchNews)
}

/** How far the marks were read; a row comes again when somebody changes their mind. */
export interface MarksPlace {
  from: Date
  /** Times of rows that were looked at, by id. */
  known: Map<string, number>
}

/** Likes, dislikes and views since the last look. The database's clock says when each was made. */
export async function pollMarks(place: MarksPlace): Promise<News[]> {
  const rows = await Engagement.find({ date: trusted({ $gte: place.from }) }, MARK_FIELDS)
    .sort({ date: 1, _id: 1 })
    .limit(BATCH)
    .lean<EngagementDocument[]>()
  const changed = rows.filter(({ _id, date }) => place.known.get(_id.toHexString()) !== date.getTime())
  for (const { _id, date } of changed) place.known.set(_id.toHexString(), date.getTime())
  const last = rows.at(-1)?.date.getTime()
  const overlap = rows.length < BATCH ? OVERLAP_SECONDS * 1000 : 0
  if (last !== undefined) place.from = new Date(last - overlap)
  const forgotten = place.from.getTime() - OVERLAP_SECONDS * 1000
  for (const [id, at] of place.known) if (at < forgotten) place.known.delete(id)
  return changed.flatMap(markNews)
}

const MARK_FIELDS = { userId: 1, targetId: 1, targetKind: 1, kind: 1, date: 1 }

function inOrder<Row>(rows: Row[], idOf: (row: Row) => Types.ObjectId): Row[] {
  return rows.sort((a, b) => (idOf(a).toHexString() < idOf(b).toHexString() ? -1 : 1))
}

/** Moves the place on, and leaves those that were not looked at before. */
function fresh(place: Place, ids: Types.ObjectId[]): Types.ObjectId[] {
  const unknown = ids.filter((id) => !place.known.has(id.toHexString()))
  for (const id of unknown) place.known.add(id.toHexString())
  const last = ids.at(-1)
  if (!last) return unknown
  const seconds = last.getTimestamp().getTime() / 1000 - OVERLAP_SECONDS
  const overlap = Types.ObjectId.createFromTime(Math.max(0, seconds))
  // where there is more the next look goes on behind it, and back into the overlap once all was read
  place.from = ids.length < BATCH ? overlap : last
  if (place.known.size > 50 * BATCH) forgetBefore(place)
  return unknown
}

function forgetBefore(place: Place): void {
  const border = place.from.toHexString()
  for (const id of place.known) if (id < border) place.known.delete(id)
}

function watchNews({
  _id,
  userId,
  targetId,
  piece,
  isSkip,
  isEnd,
  isStart,
  ...event
}: WatchEventDocument): News {
  // what the figures of creators have counted already carries its place alone
  const { positionSeconds, secondsWatched } = event
  const [from, to] = piece?.length === 2 ? piece : [positionSeconds - secondsWatched, positionSeconds]
  const shown: [number, number] | null = to! > from! ? [Math.max(0, from!), to!] : null
  const watch = { piece: shown, isSkip, isEnd, isStart: isStart === true }
  const happening = { kind: 'watch' as const, userId: userId.toHexString(), targetId: targetId.toHexString(), watch } // prettier-ignore
  return { key: `w${_id.toHexString()}`, happening }
}

function markNews({ _id, date, userId, targetId, targetKind, kind }: EngagementDocument): News[] {
  if (targetKind !== 'clip' && targetKind !== 'video') return []
  if (kind !== 'like' && kind !== 'dislike' && kind !== 'view') return []
  const happening = { kind: 'mark' as const, userId: userId.toHexString(), targetId: targetId.toHexString(), mark: kind } // prettier-ignore
  return [{ key: `m${_id.toHexString()}${date.getTime().toString(36)}`, happening }]
}
