import { buffer } from 'node:stream/consumers'
import { getObjectStore } from '../adapters/object-store/index.ts'
import { NotFound } from '../errors.ts'
import { logger } from '../logger.ts'
import { captionCues, type CaptionCue } from './caption-cues.ts'

const MAX_VTT_BYTES = 4 * 2 ** 20

/** What is said in a stored WebVTT file; nothing where it is gone or too large to be captions. */
export async function readCaptions(objectKey: string): Promise<CaptionCue[]> {
  try {
    const info = await getObjectStore().stat(objectKey)
    if (!info || info.sizeBytes > MAX_VTT_BYTES) return []
    return captionCues((await buffer(await getObjectStore().read(objectKey))).toString('utf8'))
  } catch (error) {
    if (!(error instanceof NotFound)) throw error
    logger.warn({ objectKey }, 'captions are gone')
    return []
  }
}
