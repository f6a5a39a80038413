import { execFile, fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { z } from 'zod'
import { getObjectStore } from '../../../server/adapters/object-store/index.ts'
import { Collection, type CollectionDocument } from '../../../server/tiers/collection.model.ts'
import { CollectionMember } from '../../../server/tiers/collection-member.model.ts'
import { moveVideo } from '../../../server/tiers/move-video.ts'
import { Video, type VideoDocument } from '../../../server/videos/video.model.ts'
import { config } from '../../../server/config.ts'
import { makeVideo } from './tier-videos.ts'

const run = promisify(execFile)
const script = fileURLToPath(new URL('../../support/sink-process.ts', import.meta.url))
const Sunk = z.object({ seconds: z.number(), peakBytes: z.number(), loopP99Ms: z.number() })

export interface Sinking {
  /** Of `cp` and `sha256sum` over the same packs, and of sinking them. */
  copySeconds: number
  sinkSeconds: number
  peakBytes: number
  loopP99Ms: number
}

/**
 * Sinks that many bytes of packs, a batch at a time, and copies and hashes the same packs beside it: batch by batch, so that
 * whatever else the machine does meets both alike, and the disk never holds more than a few batches.
 */
export async function measureSinking(
  totalBytes: number,
  packBytes: number,
  batchPacks: number,
): Promise<Sinking> {
  const child = fork(script, { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  await once(child, 'message')
  const total: Sinking = { copySeconds: 0, sinkSeconds: 0, peakBytes: 0, loopP99Ms: 0 }
  try {
    for (let done = 0, batch = 0; done < totalBytes; done += packBytes * batchPacks, batch += 1) {
      const ids: string[] = []
      const paths: string[] = []
      for (let pack = 0; pack < batchPacks; pack += 1) {
        const { id, uuid } = await makeVideo(packBytes)
        ids.push(id)
        paths.push(join(config().paths.objects, 'videos', uuid))
      }
      const copy = () => copyAndHash(paths)
      // in turns, so that neither always finds the packs in the page cache that the other read
      if (batch % 2 === 0) total.copySeconds += await copy()
      for (const id of ids) await moveVideo(id, { to: 'ARCHIVE', reason: 'rarely_watched' })
      if (batch % 2 === 1) total.copySeconds += await copy()
      const { seconds, peakBytes, loopP99Ms } = await sink(child)
      total.sinkSeconds += seconds
      total.peakBytes = Math.max(total.peakBytes, peakBytes)
      total.loopP99Ms = Math.max(total.loopP99Ms, loopP99Ms)
      await checkAndForget(ids)
    }
  } finally {
    child.disconnect()
  }
  return total
}

/** The copies stay until all of them are made, so that the disk has as much to take. */
async function copyAndHash(paths: string[]): Promise<number> {
  const folder = await mkdtemp(join(config().dataDir, 'copies-'))
  const started = performance.now()
  for (const path of paths) {
    const target = join(folder, basename(path))
    await run('cp', [path, target])
    await run('sha256sum', [target])
  }
  const seconds = (performance.now() - started) / 1000
  await rm(folder, { recursive: true })
  return seconds
}

async function sink(child: ChildProcess): Promise<z.infer<typeof Sunk>> {
  const answered = once(child, 'message')
  child.send('sink')
  return Sunk.parse((await answered)[0])
}

/** Every one must have sunk; nothing is left of them that a later run would look at, or that takes the disk. */
async function checkAndForget(ids: string[]): Promise<void> {
  for (const id of ids) {
    const { storageStage, collectionId } = await Video.findById(id).lean<VideoDocument>().orFail()
    if (storageStage !== 'ARCHIVE') throw new Error(`${id} did not sink`)
    await Video.deleteOne({ _id: id })
    const collection = await Collection.findByIdAndDelete(collectionId).lean<CollectionDocument>()
    if (!collection) continue
    await getObjectStore().remove(collection.objectKey)
    await CollectionMember.deleteMany({ collectionId })
  }
}
