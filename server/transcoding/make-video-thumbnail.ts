import { join } from 'node:path'
import { withWorkFolder } from '../adapters/ffmpeg/work-folder.ts'
import { getObjectStore } from '../adapters/object-store/index.ts'
import { attachThumbnail } from '../videos/choose-thumbnail.ts'
import { Pack, type PackDocument } from '../videos/pack.model.ts'
import { PICTURE_FILE, takePicture } from './take-picture.ts'
import { findVideo } from './video-step.ts'

/** Another moment may be chosen while one is cut; so often one after the other is followed in one run. */
const MAX_CHOICES = 20

/** Cuts the frame that the creator chose as the video's picture; chosen again meanwhile, the last choice counts. */
export async function makeVideoThumbnail(videoId: string, signal: AbortSignal): Promise<void> {
  for (let choice = 0; choice < MAX_CHOICES; choice++) {
    signal.throwIfAborted()
    const video = await findVideo(videoId)
    const wanted = video?.wantedThumbnail
    if (!video || !wanted || wanted.hasFailed) return
    const pack = await Pack.findOne({ videoUuid: video.uuid, revision: video.packRevision }).lean<PackDocument>()
    if (!pack) throw new Error(`video ${videoId} has no pack to take a picture from`)
    await withWorkFolder(async (folder) => {
      await takePicture(pack, { seconds: wanted.seconds, folder, signal })
      const path = join(folder, PICTURE_FILE)
      const store = (key: string) => getObjectStore().putFile(key, path, { contentType: 'image/jpeg' })
      await attachThumbnail(video, store, wanted)
    })
  }
} // prettier-ignore
