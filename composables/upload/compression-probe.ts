import { COMPRESSION_WORTH_IT } from '#shared/uploads'

const SAMPLE_BYTES = 256 * 1024
/** Below this the seconds saved are not worth the probe. */
const SMALLEST_BYTES = 3 * SAMPLE_BYTES

/** Start, middle and end: a header, or silence at one end, then decides nothing alone. */
export function sampleOffsets(sizeBytes: number): number[] {
  if (sizeBytes < SMALLEST_BYTES) return []
  return [0, Math.floor((sizeBytes - SAMPLE_BYTES) / 2), sizeBytes - SAMPLE_BYTES]
}

/**
 * Whether gzip would make a file smaller by enough to be worth it. Compressed video gives 99 % and more and is sent as it
 * is; raw video and sound give 40 to 60 %.
 */
export async function isWorthCompressing(file: Blob): Promise<boolean> {
  const offsets = sampleOffsets(file.size)
  if (offsets.length === 0 || typeof CompressionStream === 'undefined') return false
  const sizes = await Promise.all(
    offsets.map((offset) => gzippedSize(file.slice(offset, offset + SAMPLE_BYTES))),
  )
  const total = sizes.reduce((sum, size) => sum + size, 0)
  return total < COMPRESSION_WORTH_IT * SAMPLE_BYTES * offsets.length
}

async function gzippedSize(sample: Blob): Promise<number> {
  let size = 0
  const reader = sample.stream().pipeThrough(new CompressionStream('gzip')).getReader()
  for (let part = await reader.read(); !part.done; part = await reader.read()) size += part.value.length
  return size
}
