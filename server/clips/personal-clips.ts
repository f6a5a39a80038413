import { Types, trusted } from 'mongoose'
import { enqueue } from '../jobs/enqueue.ts'
import { announceClipChange } from './clip-changes.ts'
import { ClipExport, type ClipExportDocument } from './clip-export.model.ts'
import { Clip, type ClipDocument } from './clip.model.ts'
import { removeExportsOf } from './remove-exports.ts'

/** The clips that somebody made, oldest first. */
export async function* exportClipsBy(userId: string): AsyncIterable<object> {
  const clips = Clip.find({ uploader: new Types.ObjectId(userId), deletedAt: null })
    .sort({ _id: 1 })
    .lean<ClipDocument[]>()
    .cursor()
  for await (const clip of clips as AsyncIterable<ClipDocument>) {
    yield {
      id: clip._id,
      videoId: clip.videoId,
      title: clip.title,
      description: clip.description,
      uploadDate: clip.uploadDate,
      startSeconds: clip.startSeconds,
      endSeconds: clip.endSeconds,
      topicId: clip.topicId,
      viewCount: clip.viewCount,
      likeCount: clip.likeCount,
      dislikeCount: clip.dislikeCount,
      clipURL: clip.clipURL,
    }
  }
}

/** Clips that somebody had as files, and those files. */
export async function* exportClipFilesBy(userId: string): AsyncIterable<object> {
  for (const row of await ClipExport.find({ userId }).lean<ClipExportDocument[]>()) {
    const { clipId, crop, startSeconds, endSeconds, state, sizeBytes, createdAt, expiresAt } = row
    yield { clipId, crop, startSeconds, endSeconds, state, sizeBytes, createdAt, expiresAt }
  }
}

/** Hides every clip at once, of other people's videos too; each one's job removes it, and is asked for again until done. */
export async function eraseClipsBy(userId: string): Promise<void> {
  const uploader = new Types.ObjectId(userId)
  await Clip.updateMany({ uploader, deletedAt: null }, { $set: { deletedAt: new Date(), isListed: false } })
  const marked = Clip.find({ uploader, deletedAt: trusted({ $ne: null }) }, { _id: 1 })
    .lean()
    .cursor()
  for await (const { _id } of marked) {
    announceClipChange(_id.toHexString())
    await enqueue('remove-clip', { clipId: _id.toHexString() })
  }
}

/** With the work on those that are still being made. */
export async function eraseClipFilesBy(userId: string): Promise<void> {
  await removeExportsOf({ userId })
}
