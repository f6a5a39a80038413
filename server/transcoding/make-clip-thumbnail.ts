import { join } from 'node:path'
import { withWorkFolder } from '../adapters/ffmpeg/work-folder.ts'
import { getObjectStore } from '../adapters/object-store/index.ts'
import { attachThumbnail, thumbnailKey } from '../clips/attach-thumbnail.ts'
import { pictureSeconds } from '../clips/clip-urls.ts'
import { Clip, type ClipDocument } from '../clips/clip.model.ts'
import { Pack, type PackDocument } from '../videos/pack.model.ts'
import { PICTURE_FILE, takePicture } from './take-picture.ts'
import { findVideo } from './video-step.ts'

/** Cuts the clip's picture from the one segment of the pack that holds its moment. */
export async function makeClipThumbnail(clipId: string, signal: AbortSignal): Promise<void> {
  const clip = await Clip.findOne({ _id: clipId, deletedAt: null }).lean<ClipDocument>()
  const video = clip && (await findVideo(clip.videoId.toHexString()))
  const pack =
    video && (await Pack.findOne({ videoUuid: video.uuid, revision: video.packRevision }).lean<PackDocument>())
  if (!clip || !pack) return
  const seconds = pictureSeconds(clip)
  if (clip.thumbnailKey === thumbnailKey(clipId, seconds)) return
  await withWorkFolder(async (folder) => {
    await takePicture(pack, { seconds, folder, signal })
    const key = thumbnailKey(clipId, seconds)
    const path = join(folder, PICTURE_FILE)
    await getObjectStore().putFile(key, path, { contentType: 'image/jpeg', consume: true })
    await attachThumbnail(clipId, key)
  })
} // prettier-ignore
