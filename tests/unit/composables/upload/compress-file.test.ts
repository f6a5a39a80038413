import { createHash, randomBytes } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { compressFile } from '../../../../composables/upload/compress-file'
import { isWorthCompressing, sampleOffsets } from '../../../../composables/upload/compression-probe'

const MB = 1024 * 1024

/** Like raw video: long runs with a little noise. */
function rawVideo(bytes: number): Buffer {
  const frame = Buffer.alloc(bytes, 120)
  for (let at = 0; at < bytes; at += 7) frame[at] = at % 97
  return frame
}

async function compress(bytes: Buffer) {
  const parts: Uint8Array[] = []
  const shares: number[] = []
  const sink = { write: (part: Uint8Array) => void parts.push(part) }
  const result = await compressFile(new Blob([new Uint8Array(bytes)]), sink, (share) => shares.push(share))
  return { result, sent: Buffer.concat(parts), shares }
}

describe('compressing before sending', () => {
  it('gives a gzip of the very same bytes, and their hash', async () => {
    const original = rawVideo(5 * MB)
    const { result, sent, shares } = await compress(original)
    expect(gunzipSync(sent).equals(original)).toBe(true)
    expect(result).toEqual({
      compressedBytes: sent.length,
      originalSha256: createHash('sha256').update(original).digest('hex'),
    })
    expect(shares.at(-1)).toBe(1)
  })

  it('gives up on bytes that do not become smaller', async () => {
    const { result } = await compress(randomBytes(2 * MB))
    expect(result).toBeNull()
  })

  it.each([
    ['raw video', rawVideo(4 * MB), true],
    ['compressed video', randomBytes(4 * MB), false],
    [
      'a silent start before compressed video',
      Buffer.concat([Buffer.alloc(16_000), randomBytes(4 * MB)]),
      false,
    ],
    ['a file too small to bother', rawVideo(100_000), false],
  ])('probes %s', async (_case, bytes, expected) => {
    expect(await isWorthCompressing(new Blob([new Uint8Array(bytes)]))).toBe(expected)
  })

  it('looks at the start, the middle and the end, inside the file', () => {
    expect(sampleOffsets(3 * 256 * 1024)).toEqual([0, 256 * 1024, 512 * 1024])
    expect(sampleOffsets(10)).toEqual([])
  })
})
