import { trusted } from 'mongoose'
import { getObjectStore } from '../adapters/object-store/index.ts'
import { partsOf } from '../videos/pack-parts.ts'
import { Pack, type PackDocument } from '../videos/pack.model.ts'
import { runVideoStep, type OnProgress } from './video-step.ts'

/**
 * Removes what people watched before the final pack was there, and what tries that were cut left: every early object.
 * Records go first: a playlist is refused before its bytes are gone.
 */
export async function removeEarlyPack(videoId: string, signal: AbortSignal, onProgress: OnProgress): Promise<void> {
  await runVideoStep({ videoId, signal, onProgress }, async ({ video, report }) => {
    if (video.state !== 'ready') return
    const older = { videoUuid: video.uuid, revision: trusted({ $lt: video.packRevision }) }
    const packs = await Pack.find(older).lean<PackDocument[]>()
    const recorded = packs.flatMap((pack) => partsOf(pack).map((part) => part.objectKey))
    const keys = new Set(recorded.filter((key) => key.startsWith('early/')))
    for await (const { key } of getObjectStore().list(`early/${video.uuid}`)) keys.add(key)
    await Pack.deleteMany(older)
    for (const [index, key] of [...keys].entries()) {
      signal.throwIfAborted()
      await getObjectStore().remove(key)
      report((index + 1) / keys.size)
    }
  })
} // prettier-ignore
