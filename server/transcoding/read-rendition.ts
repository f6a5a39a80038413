import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { getObjectStore } from '../adapters/object-store/index.ts'
import { partsOf } from '../videos/pack-parts.ts'
import type { PackDocument, PackRendition } from '../videos/pack.model.ts'

/** Segments of a rendition by number. */
export interface SegmentSpan {
  first: number
  count: number
}

/**
 * Writes a rendition of a pack to a local file, whole or some of its segments; with the header before them its bytes
 * are a playable file of their own.
 */
export async function readRendition(
  pack: PackDocument,
  rendition: PackRendition,
  path: string,
  signal: AbortSignal,
  span: SegmentSpan = { first: 0, count: rendition.segmentBytes.length },
): Promise<void> {
  await pipeline(spanBytes(pack, rendition, span), createWriteStream(path), { signal })
}

async function* spanBytes(
  pack: PackDocument,
  { offset, initBytes, segmentBytes }: PackRendition,
  { first, count }: SegmentSpan,
): AsyncGenerator<Buffer> {
  const sum = (lengths: number[]) => lengths.reduce((total, bytes) => total + bytes, 0)
  const start = offset + initBytes + sum(segmentBytes.slice(0, first))
  const end = start + sum(segmentBytes.slice(first, first + count))
  yield* packBytes(pack, offset, offset + initBytes)
  yield* packBytes(pack, start, end)
}

/** @param to exclusive */
async function* packBytes(pack: PackDocument, start: number, end: number): AsyncGenerator<Buffer> {
  let partStart = 0
  for (const { objectKey, sizeBytes } of partsOf(pack)) {
    const from = Math.max(start, partStart) - partStart
    const to = Math.min(end, partStart + sizeBytes) - partStart
    if (from < to) {
      for await (const chunk of await getObjectStore().read(objectKey, { start: from, end: to - 1 })) {
        yield chunk as Buffer
      }
    }
    partStart += sizeBytes
  }
}
