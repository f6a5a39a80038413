import { trusted } from 'mongoose'
import type { VideoStatusView } from '#shared/videos'
import type { Actor } from '../accounts/actor.ts'
import { Forbidden, Unauthenticated } from '../errors.ts'
import { logger } from '../logger.ts'
import { mayWatch } from './may-watch.ts'
import { presentStatuses } from './present-videos.ts'
import { onVideoChange } from './video-changes.ts'
import { Video, type VideoDocument } from './video.model.ts'

/** Together with a query this stays below the 700 ms that a status may be old. */
const POLL_MS = 500

/** How long a session that ended may still be told; the rights of a living one are looked at in every poll. */
const ACTOR_MS = 3_000

export interface StatusWatcher {
  actor: Actor
  /** The same caller as of now. Throws when the session or token has ended. */
  currentActor(): Promise<Actor>
  videoId: string
  /** Called with the first status, then with every other one. */
  onStatus(status: VideoStatusView): void
  /** The video is gone, or no longer for this actor. */
  onGone(): void
}

interface Watch extends StatusWatcher {
  last: string
  actorCheckedAt: number
}

const watches = new Set<Watch>()
let polling: NodeJS.Timeout | undefined
let stopListening: (() => void) | undefined

/**
 * One query a poll for everything that anybody in this process watches, however many they are.
 * @returns stops watching
 */
export function watchStatus(watcher: StatusWatcher): () => void {
  const watch = { ...watcher, last: '', actorCheckedAt: Date.now() }
  watches.add(watch)
  startPolling()
  return () => stopWatching(watch)
}

function startPolling(): void {
  stopListening ??= onVideoChange(({ videoId }) => {
    if ([...watches].some((watch) => watch.videoId === videoId)) schedulePoll(0)
  })
  schedulePoll(0)
}

function stopWatching(watch: Watch): void {
  watches.delete(watch)
  if (watches.size > 0) return
  clearTimeout(polling)
  polling = undefined
  stopListening?.()
  stopListening = undefined
}

function schedulePoll(delayMs: number): void {
  clearTimeout(polling)
  polling = setTimeout(() => void poll(), delayMs).unref()
}

async function poll(): Promise<void> {
  try {
    await tellWatchers()
  } catch (error) {
    // the database may be away for a moment: watchers keep the last status and hear of the next
    logger.warn({ error }, 'video statuses could not be read')
  }
  if (watches.size > 0) schedulePoll(POLL_MS)
}

async function tellWatchers(): Promise<void> {
  const current = [...watches]
  const ids = [...new Set(current.map((watch) => watch.videoId))]
  const videos = await Video.find({ _id: trusted({ $in: ids }) }).lean<VideoDocument[]>()
  const byId = new Map(videos.map((video) => [video._id.toString(), video]))
  const statuses = await presentStatuses(videos)
  for (const watch of current) {
    const video = byId.get(watch.videoId)
    const status = statuses.get(watch.videoId)
    const isAllowed = video && status && (await isActorAlive(watch)) && (await mayWatch(watch.actor, video))
    if (!watches.has(watch)) continue
    if (isAllowed) tell(watch, status)
    else {
      stopWatching(watch)
      watch.onGone()
    }
  }
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

function tell(watch: Watch, status: VideoStatusView): void {
  const text = JSON.stringify(status)
  if (text === watch.last) return
  watch.last = text
  watch.onStatus(status)
}
