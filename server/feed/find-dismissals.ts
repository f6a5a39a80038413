import { Types, trusted } from 'mongoose'
import type { Page, PageQuery } from '#shared/common'
import type { DismissalView } from '#shared/feed'
import type { UserActor } from '../accounts/actor.ts'
import { findPeople } from '../accounts/find-people.ts'
import { readClipsWithVideos } from '../clips/find-clips.ts'
import { NotFound } from '../errors.ts'
import { decodeCursor, encodeCursor } from '../page-cursor.ts'
import { Topic } from '../topics/topic.model.ts'
import { readVideos } from '../videos/read-videos.ts'
import { Dismissal, type DismissalDocument } from './dismissal.model.ts'

/** What somebody left out of their feed, last first. */
export async function findDismissals(actor: UserActor, page: PageQuery): Promise<Page<DismissalView>> {
  const after = page.cursor && decodeCursor(page.cursor, (key) => /^[0-9a-f]{24}$/.test(key))
  const rows = await Dismissal.find({
    userId: new Types.ObjectId(actor.userId),
    ...(after ? { _id: trusted({ $lt: new Types.ObjectId(after) }) } : {}),
  })
    .sort({ _id: -1 })
    .limit(page.limit + 1)
    .lean<DismissalDocument[]>()
  const shown = rows.slice(0, page.limit)
  const last = rows.length > page.limit ? shown.at(-1) : undefined
  return {
    items: await presentRows(actor, shown),
    nextCursor: last ? encodeCursor(last._id.toHexString()) : null,
  }
}

/** @throws NotFound for one that is missing or another's */
export async function removeDismissal(actor: UserActor, id: string): Promise<void> {
  const { deletedCount } = await Dismissal.deleteOne({ _id: id, userId: actor.userId })
  if (deletedCount === 0) throw new NotFound('You did not leave this out of your feed.')
}

async function presentRows(actor: UserActor, rows: DismissalDocument[]): Promise<DismissalView[]> {
  const ids = (scope: string) =>
    rows.filter((row) => row.scope === scope).map((row) => row.subjectId.toHexString())
  const [titles, topics, people] = await Promise.all([
    findTitles(actor, rows),
    Topic.find({ _id: trusted({ $in: ids('topic') }) }, { combinedTopicName: 1 }).lean(),
    findPeople(ids('creator')),
  ])
  const names = new Map(topics.map((topic) => [topic._id.toHexString(), topic.combinedTopicName]))
  return rows.map((row) => {
    const subject = row.subjectId.toHexString()
    return {
      id: row._id.toHexString(),
      scope: row.scope,
      date: row.date.toISOString(),
      item: { kind: row.kind, id: row.thingId.toHexString(), title: titles.get(subject) ?? null },
      topic: names.get(subject) ?? null,
      creator: people.get(subject) ?? null,
    } satisfies DismissalView
  })
}

/** Of the items; what this person may no longer see has none, and can still be taken back. */
async function findTitles(actor: UserActor, rows: DismissalDocument[]): Promise<Map<string, string>> {
  const ids = (kind: string) =>
    rows.filter((row) => row.scope === 'item' && row.kind === kind).map((row) => row.subjectId.toHexString())
  const [{ clips }, videos] = await Promise.all([
    readClipsWithVideos(actor, ids('clip')),
    readVideos(actor, ids('video')),
  ])
  return new Map([...clips, ...videos].map((thing) => [thing._id.toHexString(), thing.title]))
}
