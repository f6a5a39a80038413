import { trusted } from 'mongoose'
import type { Actor } from '../accounts/actor.ts'
import { record } from '../audit/record.ts'
import { Conflict } from '../errors.ts'
import { enqueue } from '../jobs/enqueue.ts'
import { getEditableVideo } from './get-video.ts'
import { announceVideoChange } from './video-changes.ts'
import { Video } from './video.model.ts'

/**
 * Marks the video, which hides it from everybody at once; a job then removes its bytes. A process that dies between
 * the two leaves a mark that `reconcileDeletes` finds.
 * @throws NotFound, Forbidden as `getEditableVideo`; Conflict for one under a legal hold
 */
export async function deleteVideo(actor: Actor, id: string): Promise<void> {
  const video = await getEditableVideo(actor, id)
  if (video.legalHold) throw new Conflict('This video is held and cannot be deleted. Ask an administrator.')
  await record(actor, { action: 'DELETE_VIDEO', target: `video:${id}`, changes: { title: video.title } })
  await Video.updateOne({ _id: id, deletedAt: null }, { $set: { deletedAt: new Date() } })
  announceVideoChange({ videoId: id, uuid: video.uuid })
  await enqueue('sync-clips', { videoId: id })
  await enqueue('remove-video', { videoId: id })
}

/** Asks again for every deletion that was not finished. */
export async function reconcileDeletes(): Promise<void> {
  const marked = await Video.find({ deletedAt: trusted({ $ne: null }) }, { _id: 1 }).lean()
  for (const video of marked) await enqueue('remove-video', { videoId: video._id.toHexString() })
}
