import { trusted } from 'mongoose'
import type { Actor } from '../accounts/actor.ts'
import { record } from '../audit/record.ts'
import { enqueue } from '../jobs/enqueue.ts'
import { Video } from '../videos/video.model.ts'
import { announceClipChange } from './clip-changes.ts'
import { Clip } from './clip.model.ts'
import { getEditableClip } from './get-clip.ts'

/**
 * Hides the clip from everybody at once; a job then removes what belongs to it.
 * @throws NotFound, Forbidden as `getEditableClip`
 */
export async function deleteClip(actor: Actor, id: string): Promise<void> {
  const { clip, video } = await getEditableClip(actor, id)
  await record(actor, {
    action: 'DELETE_CLIP',
    target: `clip:${id}`,
    changes: { title: clip.title, videoId: video._id.toHexString() },
  })
  await Clip.updateOne({ _id: id, deletedAt: null }, { $set: { deletedAt: new Date(), isListed: false } })
  announceClipChange(id)
  await Video.updateOne({ _id: video._id }, { $pull: { clips: clip._id } })
  await enqueue('remove-clip', { clipId: id })
}

/** Asks again for every deletion that was not finished. */
export async function reconcileClipDeletes(): Promise<void> {
  const marked = await Clip.find({ deletedAt: trusted({ $ne: null }) }, { _id: 1 })
    .limit(1000)
    .lean()
  for (const clip of marked) await enqueue('remove-clip', { clipId: clip._id.toHexString() })
}
