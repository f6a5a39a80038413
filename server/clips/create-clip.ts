import { Types } from 'mongoose'
import type { CreateClipBody } from '#shared/clips'
import type { Actor } from '../accounts/actor.ts'
import { NotFound } from '../errors.ts'
import { enqueue } from '../jobs/enqueue.ts'
import { getEditableVideo } from '../videos/get-video.ts'
import { isWatchable } from '../videos/video-lifecycle.ts'
import { isOpenToAll } from '../videos/video-policy.ts'
import type { VideoDocument } from '../videos/video.model.ts'
import { announceClipChange } from './clip-changes.ts'
import { requireTopicId } from './clip-topic.ts'
import { clipTimes } from './clip-times.ts'
import { clipPlaylistUrl, thumbnailUrl } from './clip-urls.ts'
import { Clip, type ClipDocument } from './clip.model.ts'
import { settleClip } from './settle-clip.ts'

export type CreateClipInput = CreateClipBody & { importKey?: string }

/**
 * Makes a clip of a video: in and out points without bytes of their own. It belongs to the video's creator.
 * @throws NotFound, Forbidden as `getEditableVideo`
 * @throws Unprocessable for times outside the bounds, a topic that does not exist, a video that has all its clips
 */
export async function createClip(actor: Actor, videoId: string, input: CreateClipInput): Promise<ClipDocument> {
  const video = await getEditableVideo(actor, videoId)
  if (!isWatchable(video.state)) throw new NotFound('This video cannot be played yet. Try again when it can.')
  const clip = await toDocument(video, input)
  await Clip.create(clip)
  await settleClip(clip, video)
  announceClipChange(clip._id.toHexString())
  await enqueue('make-clip-thumbnail', { clipId: clip._id.toHexString() })
  const { unsettledSince: _, ...settled } = clip
  return settled
} // prettier-ignore

async function toDocument(video: VideoDocument, input: CreateClipInput): Promise<ClipDocument> {
  const { topic, startSeconds, endSeconds, ...fields } = input
  const _id = new Types.ObjectId()
  const times = clipTimes(startSeconds, endSeconds, video.duration)
  const topicId = topic === undefined ? video.topicId : topic === null ? null : await requireTopicId(topic)
  return {
    _id,
    ...fields,
    ...times,
    videoId: video._id,
    uploader: video.uploader,
    uploadDate: new Date(),
    thumbnailURL: thumbnailUrl({ _id, ...times }),
    clipURL: clipPlaylistUrl(_id.toHexString()),
    topicId: topicId ?? null,
    viewCount: 0,
    likeCount: 0,
    dislikeCount: 0,
    commentCount: 0,
    hasCheck: false,
    isListed: isOpenToAll(video),
    unsettledSince: new Date(),
  }
}
