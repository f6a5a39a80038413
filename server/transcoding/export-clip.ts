import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { withWorkFolder } from '../adapters/ffmpeg/work-folder.ts'
import { getObjectStore } from '../adapters/object-store/index.ts'
import { beginExport, failExport, finishExport, recordExportProgress } from '../clips/advance-export.ts'
import type { ClipExportDocument } from '../clips/clip-export.model.ts'
import { exportKey } from '../clips/remove-exports.ts'
import { NotFound } from '../errors.ts'
import { logger } from '../logger.ts'
import { Pack, type PackDocument } from '../videos/pack.model.ts'
import { cutClip } from './cut-clip.ts'
import { fetchCut } from './fetch-cut.ts'
import { isFinal } from './publish-first.ts'
import { findVideo, type OnProgress } from './video-step.ts'

/** Extends the job's lease also while nothing can be counted. */
const HEARTBEAT_MS = 4000
const FILE = 'clip.mp4'

/**
 * Makes the file that somebody asked for. Cut anywhere, it is run again: the work folder is its own, the object has one
 * name, and the record says `done` only after the object is stored.
 */
export async function exportClip(exportId: string, signal: AbortSignal, onProgress: OnProgress): Promise<void> {
  const wish = await beginExport(exportId)
  if (!wish) return
  let share = 0
  const tell = () => {
    // a lost report is made up by the next one; a lost lease reaches the work through its signal
    void Promise.all([onProgress(share), recordExportProgress(exportId, share)]).catch(() => undefined)
  }
  const heartbeat = setInterval(tell, HEARTBEAT_MS / 4)
  try {
    await withWorkFolder(async (folder) => {
      const cut = await fetchCut(await packOf(wish), wish, { folder, signal })
      await cutClip(cut, { crop: wish.crop, cropCentre: wish.cropCentre }, FILE, (value) => {
        share = Math.max(share, value)
      })
      const key = exportKey(exportId)
      const { size } = await stat(join(folder, FILE))
      await getObjectStore().putFile(key, join(folder, FILE), { contentType: 'video/mp4', consume: true })
      await finishExport(exportId, key, size)
    })
  } catch (error) {
    if (signal.aborted || !isFinal(error)) throw error
    logger.warn({ error, exportId }, 'a clip could not be exported')
    await failExport(exportId, error.message)
  } finally {
    clearInterval(heartbeat)
  }
} // prettier-ignore

async function packOf({ videoId }: ClipExportDocument): Promise<PackDocument> {
  const video = await findVideo(videoId.toHexString())
  const pack =
    video && (await Pack.findOne({ videoUuid: video.uuid, revision: video.packRevision }).lean<PackDocument>())
  if (!pack) throw new NotFound('The video of this clip is gone.')
  return pack
} // prettier-ignore
