import type { UpdateClipBody } from '#shared/clips'
import type { Actor } from '../accounts/actor.ts'
import { Conflict } from '../errors.ts'
import { enqueue } from '../jobs/enqueue.ts'
import { requireTopicId } from './clip-topic.ts'
import { clipTimes, isWithin, thumbnailMoment } from './clip-times.ts'
import { pictureSeconds, thumbnailUrl } from './clip-urls.ts'
import { announceClipChange } from './clip-changes.ts'
import { Clip, type ClipDocument } from './clip.model.ts'
import { getEditableClip, type ClipOfVideo } from './get-clip.ts'

/** Two people who each move one end may together make a clip that neither wanted, so the second looks again. */
const MAX_TRIES = 3

/**
 * @throws NotFound, Forbidden as `getEditableClip`
 * @throws Unprocessable for times outside the bounds and a topic that does not exist
 */
export async function updateClip(actor: Actor, id: string, change: UpdateClipBody): Promise<ClipDocument> {
  for (let attempt = 1; attempt <= MAX_TRIES; attempt++) {
    const found = await getEditableClip(actor, id)
    const updated = await tryUpdate(found, change)
    if (!updated) continue
    announceClipChange(id)
    const isOtherPicture = pictureSeconds(updated) !== pictureSeconds(found.clip)
    if (isOtherPicture) await enqueue('make-clip-thumbnail', { clipId: id })
    return updated
  }
  throw new Conflict('This clip is being changed elsewhere. Load it again.')
}

/** Null when the times were changed by somebody else meanwhile. */
async function tryUpdate({ clip, video }: ClipOfVideo, change: UpdateClipBody): Promise<ClipDocument | null> {
  const { topic, startSeconds, endSeconds, thumbnailSeconds, ...fields } = change
  const times = clipTimes(startSeconds ?? clip.startSeconds, endSeconds ?? clip.endSeconds, video.duration)
  const kept = clip.thumbnailSeconds ?? undefined
  const moment =
    thumbnailSeconds === undefined
      ? kept !== undefined && isWithin(kept, times) ? kept : undefined
      : thumbnailMoment(thumbnailSeconds, times)
  const topicChange =
    topic === undefined ? {} : { topicId: topic === null ? null : await requireTopicId(topic) }
  const thumbnailURL = thumbnailUrl({ _id: clip._id, ...times, thumbnailSeconds: moment })
  return Clip.findOneAndUpdate(
    { _id: clip._id, deletedAt: null, startSeconds: clip.startSeconds, endSeconds: clip.endSeconds },
    {
      $set: { ...fields, ...times, ...topicChange, thumbnailURL, ...(moment !== undefined && { thumbnailSeconds: moment }) },
      ...(moment === undefined && { $unset: { thumbnailSeconds: 1 } }),
    },
    { returnDocument: 'after' },
  ).lean<ClipDocument>()
} // prettier-ignore
