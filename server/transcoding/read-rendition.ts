import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { getObjectStore } from '../adapters/object-store/index.ts'
import { partsOf } from '../videos/pack-parts.ts'
import type { PackDocument, PackRendition } from '../videos/pack.model.ts'

/** Writes one rendition of a pack to a local file; its bytes are a playable file of their own. */
export async function readRendition(
  pack: PackDocument,
  rendition: PackRendition,
  path: string,
  signal: AbortSignal,
): Promise<void> {
  await pipeline(renditionBytes(pack, rendition), createWriteStream(path), { signal })
}

async function* renditionBytes(pack: PackDocument, rendition: PackRendition): AsyncGenerator<Buffer> {
  const end = rendition.segmentBytes.reduce((sum, bytes) => sum + bytes, rendition.offset + rendition.initBytes)
  let partStart = 0
  for (const { objectKey, sizeBytes } of partsOf(pack)) {
    const from = Math.max(rendition.offset, partStart) - partStart
    const to = Math.min(end, partStart + sizeBytes) - partStart
    if (from < to) {
      for await (const chunk of await getObjectStore().read(objectKey, { start: from, end: to - 1 })) {
        yield chunk as Buffer
      }
    }
    partStart += sizeBytes
  }
} // prettier-ignore
