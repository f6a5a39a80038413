import { Types, trusted } from 'mongoose'
import { enqueue } from '../jobs/enqueue.ts'
import { announceVideoChange } from './video-changes.ts'
import { Video, type VideoDocument } from './video.model.ts'

/** What somebody uploaded, oldest first, with where it can be watched. */
export async function* exportVideosBy(userId: string): AsyncIterable<object> {
  for await (const video of findBy(userId)) {
    yield {
      id: video._id,
      uuid: video.uuid,
      title: video.title,
      description: video.description,
      uploadDate: video.uploadDate,
      duration: video.duration,
      topicId: video.topicId,
      visibility: video.visibility,
      isNsfw: video.isNsfw,
      isSensitive: video.isSensitive,
      viewCount: video.viewCount,
      likeCount: video.likeCount,
      dislikeCount: video.dislikeCount,
      captions: video.captions.map(({ language, label }) => ({ language, label })),
      filename: video.source.filename,
      sizeBytes: video.source.sizeBytes,
      sha256: video.source.sha256,
      watchURL: `/watch/${video._id.toHexString()}`,
      playbackURL: `/cdn/${video.uuid}/master.m3u8`,
    }
  }
}

export interface Original {
  id: string
  filename: string
  objectKey: string
}

/** The files as they were uploaded. */
export async function* listOriginalsOf(userId: string): AsyncIterable<Original> {
  for await (const { _id, source } of findBy(userId)) {
    yield { id: _id.toHexString(), filename: source.filename, objectKey: source.objectKey }
  }
}

/** Bytes of all that somebody uploaded. */
export async function originalBytesOf(userId: string): Promise<number> {
  const [sum] = await Video.aggregate<{ bytes: number }>([
    { $match: { uploader: new Types.ObjectId(userId), deletedAt: null } },
    { $group: { _id: null, bytes: { $sum: '$source.sizeBytes' } } },
  ])
  return sum?.bytes ?? 0
}

/** Hides every video at once; each one's job then removes its bytes and what hangs on it, and is asked for again until done. */
export async function eraseVideosBy(userId: string): Promise<void> {
  const uploader = new Types.ObjectId(userId)
  await Video.updateMany({ uploader, deletedAt: null }, { $set: { deletedAt: new Date() } })
  const marked = Video.find({ uploader, deletedAt: trusted({ $ne: null }) }, { uuid: 1 }).lean<
    VideoDocument[]
  >()
  for await (const { _id, uuid } of marked.cursor()) {
    announceVideoChange({ videoId: _id.toHexString(), uuid })
    await enqueue('remove-video', { videoId: _id.toHexString() })
  }
}

function findBy(userId: string) {
  return Video.find({ uploader: new Types.ObjectId(userId), deletedAt: null })
    .sort({ _id: 1 })
    .lean<VideoDocument[]>()
    .cursor() as AsyncIterable<VideoDocument>
}
