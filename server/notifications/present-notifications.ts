import type { PersonView } from '#shared/accounts'
import type { NotificationView } from '#shared/notifications'
import type { UserActor } from '../accounts/actor.ts'
import { findPeople } from '../accounts/find-people.ts'
import { viewerScope } from '../relationships/viewer-scope.ts'
import type { NotificationEntry } from './gathered-row.ts'
import type { NotificationDocument } from './notification.model.ts'

const SHOWN_ACTORS = 3

type Entries = readonly Pick<NotificationEntry, 'actorId' | 'subject' | 'url'>[]

/**
 * Views for their owner, with one query for all people. A block takes its notifications out by itself; what was written
 * in the very moment of it is left out here.
 */
export async function presentNotifications(
  actor: UserActor,
  rows: NotificationDocument[],
): Promise<NotificationView[]> {
  const { hiddenUserIds } = await viewerScope(actor)
  const shown = rows
    .map((row) => ({
      row,
      entries: row.entries.filter((entry) => !hiddenUserIds.has(String(entry.actorId))),
    }))
    .filter(({ entries }) => entries.length > 0)
  const people = await findPeople([...new Set(shown.flatMap(({ entries }) => actorsOf(entries)))])
  return shown.map(({ row, entries }) => present(row, entries, people))
}

function present(
  row: NotificationDocument,
  entries: Entries,
  people: Map<string, PersonView>,
): NotificationView {
  const left = row.entries.length - entries.length
  const actors = actorsOf(entries)
  return {
    id: row._id.toString(),
    kind: row.kind,
    actors: actors.map((id) => people.get(id)).filter((person) => person !== undefined),
    actorCount: left > 0 ? distinctActors(entries) : row.actorCount,
    count: row.count - left,
    subject: entries[0]!.subject,
    url: entries[0]!.url,
    isRead: row.isRead,
    date: row.date.toISOString(),
  } satisfies NotificationView
}

function actorsOf(entries: Entries): string[] {
  return [...actorIds(entries)].slice(0, SHOWN_ACTORS)
}

function distinctActors(entries: Entries): number {
  return actorIds(entries).size
}

function actorIds(entries: Entries): Set<string> {
  return new Set(entries.flatMap(({ actorId }) => (actorId ? [actorId.toString()] : [])))
}
