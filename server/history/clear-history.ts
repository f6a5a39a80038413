import type { UserActor } from '../accounts/actor.ts'
import { announceChange } from '../changes.ts'
import { WatchEvent } from '../engagement/watch-event.model.ts'
import { NotFound } from '../errors.ts'
import { WatchRecord } from './watch-record.model.ts'

/** All that somebody watched, with what the recommendations would have learnt from it. Run again, it goes on. */
export async function clearHistory(userId: string): Promise<void> {
  await WatchEvent.deleteMany({ userId })
  await WatchRecord.deleteMany({ userId })
  announceChange('own', { userId, targetId: null })
}

/**
 * One line, with the events behind it.
 * @throws NotFound for a line that is missing or another's
 */
export async function forgetWatching(actor: UserActor, recordId: string): Promise<void> {
  const record = await WatchRecord.findOne({ _id: recordId, userId: actor.userId }).lean()
  if (!record) throw new NotFound('This is not in your history.')
  await WatchEvent.deleteMany({ userId: actor.userId, targetId: record.targetId })
  await WatchRecord.deleteOne({ _id: record._id, userId: actor.userId })
  announceChange('own', { userId: actor.userId, targetId: record.targetId.toHexString() })
}

/** Of a clip that goes, or of a video with its clips: what anybody watched of it. */
export async function removeWatchingOf(target: { videoId: string } | { clipId: string }): Promise<void> {
  const filter = 'videoId' in target ? { videoId: target.videoId } : { targetId: target.clipId }
  await WatchEvent.deleteMany(filter)
  await WatchRecord.deleteMany(filter)
}
