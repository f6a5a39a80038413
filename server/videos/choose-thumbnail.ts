import { randomUUID } from 'node:crypto'
import { trusted } from 'mongoose'
import { createGate } from '../accounts/gate.ts'
import type { Actor } from '../accounts/actor.ts'
import { getObjectStore } from '../adapters/object-store/index.ts'
import { makeWidePicture } from '../adapters/pictures/index.ts'
import { record } from '../audit/record.ts'
import { NotFound, Unprocessable } from '../errors.ts'
import { enqueue } from '../jobs/enqueue.ts'
import { artworkRevision } from './caption-track.ts'
import { getEditableVideo } from './get-video.ts'
import { replaceArtwork } from './replace-artwork.ts'
import { isWatchable } from './video-lifecycle.ts'
import { Video, type VideoDocument } from './video.model.ts'

const oneByOne = createGate({ running: 1, waiting: 20, busy: 'Too many pictures come in right now.' })
/** Of the longer side, as of the poster that processing makes. */
const MAX_SIDE = 1280

/**
 * Asks for the frame of this moment as the video's picture; a job cuts it, and the one before is shown until then.
 * @throws NotFound, Forbidden as `getEditableVideo`; Unprocessable for a moment outside or before it can be played
 */
export async function chooseFrame(actor: Actor, id: string, seconds: number): Promise<VideoDocument> {
  const video = await getEditableVideo(actor, id)
  if (!isWatchable(video.state)) throw new Unprocessable('Wait until the video can be played.')
  if (seconds > video.duration) throw new Unprocessable('The video is over before this moment.')
  const wantedThumbnail = { seconds, since: new Date() }
  const changed = await Video.findOneAndUpdate(
    { _id: id, deletedAt: null },
    { $set: { wantedThumbnail } },
    { returnDocument: 'after' },
  ).lean<VideoDocument>()
  if (!changed) throw new NotFound('There is no such video.')
  await enqueue('make-video-thumbnail', { videoId: id })
  await record(actor, { action: 'UPDATE_VIDEO', target: `video:${id}`, changes: { thumbnailSeconds: seconds } })
  return changed
} // prettier-ignore

/** Asked before the bytes are read. @throws NotFound, Forbidden as `getEditableVideo` */
export async function requireEditable(actor: Actor, id: string): Promise<void> {
  await getEditableVideo(actor, id)
}

/**
 * Takes a picture in place of a frame: made anew, without its metadata.
 * @throws NotFound, Forbidden as `getEditableVideo`; Unprocessable, TooLarge as `makeWidePicture`
 */
export async function uploadThumbnail(actor: Actor, id: string, bytes: Buffer): Promise<VideoDocument> {
  const video = await getEditableVideo(actor, id)
  const picture = await oneByOne(() => makeWidePicture(bytes, MAX_SIDE))
  const changed = await attachThumbnail(video, (key) =>
    getObjectStore().put(key, picture, { contentType: 'image/jpeg' }),
  )
  if (!changed) throw new NotFound('There is no such video.')
  await record(actor, { action: 'UPDATE_VIDEO', target: `video:${id}`, changes: { thumbnail: 'picture' } })
  return changed
}

/**
 * Shows what `store` writes under the key as the video's picture, at an address of its own.
 * `wanted`: only where this is still the frame that its creator asked for.
 * @returns null where it is not, or the video is gone
 */
export async function attachThumbnail(
  video: VideoDocument,
  store: (key: string) => Promise<unknown>,
  wanted?: { seconds: number },
): Promise<VideoDocument | null> {
  const key = `artwork/${video.uuid}/thumbnail-${randomUUID()}.jpg`
  const thumbnailURL = `/cdn/${video.uuid}/poster?v=${artworkRevision(key)}`
  // two choices at once: each replaces the other's picture, never a key that it has not seen
  for (let before = video.posterKey ?? null; ;) {
    const changed = await replaceArtwork({
      video,
      key,
      store,
      filter: { posterKey: before, ...(wanted && { 'wantedThumbnail.seconds': wanted.seconds }) },
      update: { $set: { posterKey: key, thumbnailURL }, $unset: { wantedThumbnail: 1 } },
      replacedKey: before,
    })
    if (changed) return changed
    const now = await Video.findOne({ _id: video._id, deletedAt: null }).lean<VideoDocument>()
    const isStillWanted = !wanted || now?.wantedThumbnail?.seconds === wanted.seconds
    if (!now || !isStillWanted || (now.posterKey ?? null) === before) return null
    before = now.posterKey ?? null
  }
}

/** Its creator is told; the picture before stays. */
export async function failThumbnail(videoId: string): Promise<void> {
  await Video.updateOne(
    { _id: videoId, wantedThumbnail: trusted({ $exists: true }) },
    { $set: { 'wantedThumbnail.hasFailed': true }, $unset: { 'wantedThumbnail.since': 1 } },
  )
}

/** Asks again for frames whose job was never asked for. */
export async function reconcileThumbnails(olderThan = new Date(Date.now() - 30_000)): Promise<void> {
  const videos = await Video.find({ 'wantedThumbnail.since': trusted({ $lt: olderThan }) }, { _id: 1 })
    .limit(100)
    .lean()
  for (const { _id } of videos) await enqueue('make-video-thumbnail', { videoId: _id.toHexString() })
}
