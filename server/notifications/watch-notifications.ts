import { Types } from 'mongoose'
import type { NotificationsChange } from '#shared/notifications'
import type { UserActor } from '../accounts/actor.ts'
import { Forbidden, Unauthenticated } from '../errors.ts'
import { logger } from '../logger.ts'
import { onNotifications } from './notification-changes.ts'
import { Notification, type NotificationDocument } from './notification.model.ts'
import { presentNotifications } from './present-notifications.ts'

/** With a query on top this stays below the 2 s after which something that another process wrote must be told. */
const POLL_MS = 1000
/** How long a session that ended may still be told. */
const ACTOR_MS = 3000

export interface NotificationsWatcher {
  actor: UserActor
  /** The same caller as of now. Throws when the session or token has ended. */
  currentActor(): Promise<UserActor>
  /** Called with the first state, then after every change. */
  onChange(change: NotificationsChange): void
  /** The caller may no longer be told. */
  onEnd(): void
}

interface Watch extends NotificationsWatcher {
  actorCheckedAt: number
  last?: UnreadState
}

/** What tells one state of somebody's unread from another. */
interface UnreadState {
  count: number
  /** Milliseconds of the newest; 0 without one. */
  latest: number
}

const watches = new Set<Watch>()
/** Whom this process has something to tell; a burst of writes becomes one look. */
const due = new Set<string>()
const BURST_MS = 20
let telling: Promise<void> = Promise.resolve()
let polling: NodeJS.Timeout | undefined
let stopListening: (() => void) | undefined

/**
 * One query a second on a covered index for everybody who has a page open on this process, however many they are, and
 * at once for those to whom this process itself has something to tell.
 * @returns stops watching
 */
export function watchNotifications(watcher: NotificationsWatcher): () => void {
  const watch: Watch = { ...watcher, actorCheckedAt: Date.now() }
  watches.add(watch)
  stopListening ??= onNotifications(tellSoon)
  polling ??= schedulePoll()
  void tellQuietly([watch])
  return () => stopWatching(watch)
}

function stopWatching(watch: Watch): void {
  watches.delete(watch)
  if (watches.size > 0) return
  clearTimeout(polling)
  polling = undefined
  stopListening?.()
  stopListening = undefined
}

function schedulePoll(): NodeJS.Timeout {
  return setTimeout(() => void poll(), POLL_MS).unref()
}

async function poll(): Promise<void> {
  await tellQuietly([...watches])
  polling = watches.size > 0 ? schedulePoll() : undefined
}

function tellSoon(userIds: string[]): void {
  if (due.size === 0) setTimeout(tellDue, BURST_MS).unref()
  for (const userId of userIds) due.add(userId)
}

function tellDue(): void {
  const concerned = [...watches].filter((watch) => due.has(watch.actor.userId))
  due.clear()
  if (concerned.length > 0) void tellQuietly(concerned)
}

/** One look after another: an older state never overtakes a newer one. */
function tellQuietly(current: Watch[]): Promise<void> {
  telling = telling
    .then(() => tell(current))
    .catch((error: unknown) => {
      // the database may be away for a moment: streams keep the last state and hear of the next
      logger.warn({ error }, 'notifications could not be read')
    })
  return telling
}

async function tell(current: Watch[]): Promise<void> {
  const states = await readStates([...new Set(current.map((watch) => watch.actor.userId))])
  for (const watch of current) {
    if (!watches.has(watch)) continue
    if (!(await isActorAlive(watch))) {
      stopWatching(watch)
      watch.onEnd()
      continue
    }
    const state = states.get(watch.actor.userId) ?? { count: 0, latest: 0 }
    const before = watch.last
    if (before && before.count === state.count && before.latest === state.latest) continue
    watch.last = state
    const latest = before && state.latest > before.latest ? await findLatest(watch.actor) : null
    if (watches.has(watch)) watch.onChange({ unreadCount: state.count, latest })
  }
}

/** Reads index keys only, at most MAX_NOTIFICATIONS of a person. */
async function readStates(userIds: string[]): Promise<Map<string, UnreadState>> {
  const rows = await Notification.aggregate<{ _id: Types.ObjectId; count: number; latest: Date }>([
    { $match: { userId: { $in: userIds.map((id) => new Types.ObjectId(id)) }, isRead: false } },
    { $group: { _id: '$userId', count: { $sum: 1 }, latest: { $max: '$date' } } },
  ]).hint({ userId: 1, isRead: 1, date: -1, _id: -1 })
  return new Map(rows.map(({ _id, count, latest }) => [_id.toString(), { count, latest: latest.getTime() }]))
}

async function findLatest(actor: UserActor) {
  const rows = await Notification.find({ userId: actor.userId, isRead: false })
    .sort({ date: -1, _id: -1 })
    .limit(1)
    .lean<NotificationDocument[]>()
  const [latest] = await presentNotifications(actor, rows)
  return latest ?? null
}

async function isActorAlive(watch: Watch): Promise<boolean> {
  if (Date.now() - watch.actorCheckedAt < ACTOR_MS) return true
  try {
    watch.actor = await watch.currentActor()
    watch.actorCheckedAt = Date.now()
    return true
  } catch (error) {
    if (error instanceof Unauthenticated || error instanceof Forbidden) return false
    throw error
  }
}
