import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { AppError, CorruptObject } from '#server/errors'
import { parseIndex } from '#server/tiers/vgz/collection-index'
import { BLOCK_BYTES, MAX_BLOCKS, type CollectedFile } from '#server/tiers/vgz/format'
import { encodeHeader } from '#server/tiers/vgz/member-header'
import { readCollected, type ReadBytes } from '#server/tiers/vgz/read-collected'
import { readIndex } from '#server/tiers/vgz/read-index'
import { recoverIndex } from '#server/tiers/vgz/recover-index'
import { verifyCollection } from '#server/tiers/vgz/verify-collection'
import { collect, drain, noise, pattern, readBytesOf, sourceOf } from '../../../support/collected.ts'

const bodies = [noise(3 * BLOCK_BYTES + 5), pattern(5 * BLOCK_BYTES), noise(2 * BLOCK_BYTES), noise(700)]
const known = new Map(bodies.map((bytes, number) => [sourceOf(bytes, number).id, bytes]))

/** What can happen to an object: bits turn, parts are overwritten, lost or doubled, its end is missing. */
const damage = fc.record({
  kind: fc.constantFrom('flip', 'zero', 'noise', 'cut', 'double', 'truncate'),
  at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  bytes: fc.oneof(fc.integer({ min: 1, max: 64 }), fc.integer({ min: 1, max: 2 * BLOCK_BYTES })),
})

describe('a damaged collection', () => {
  let collection: Awaited<ReturnType<typeof collect>>
  beforeAll(async () => {
    collection = await collect(bodies.map((bytes, number) => sourceOf(bytes, number)))
  })

  it('never gives wrong bytes, by its true index, by its own, or by one that was made anew', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 4 }), async (damages) => {
        const object = damages.reduce(apply, collection.object)
        const read = readBytesOf(object)
        await expectRightOrRefused(collection.written.files, read)
        const own = await refusalOf(readIndex(object.length, read))
        if (own) await expectRightOrRefused(own, read)
        const recovered = await refusalOf(recoverIndex(object.length, read))
        if (recovered) await expectRightOrRefused(recovered.files, read)
      }),
      { numRuns: 60 },
    )
  }, 60_000)

  it('loses one block, and no other, by one damaged byte anywhere', async () => {
    const [{ offset: filesBegin }, indexBegins] = [
      collection.written.files[0]!,
      endOf(collection.written.files),
    ]
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: filesBegin, max: indexBegins - 1 }), async (at) => {
        const object = Buffer.from(collection.object)
        object[at]! ^= 0x10
        const read = readBytesOf(object)
        const damaged = await Array.fromAsync(verifyCollection(collection.written.files, read))
        expect(damaged.length).toBeLessThanOrEqual(1)
        const { files, lostBlocks } = await recoverIndex(object.length, read)
        expect(lostBlocks).toBeLessThanOrEqual(1)
        if (files.length === bodies.length) {
          expect((await Array.fromAsync(verifyCollection(files, read))).length).toBeLessThanOrEqual(1)
        }
      }),
      { numRuns: 40 },
    )
  }, 60_000)

  it('has its index made anew from its members when the end is gone', async () => {
    const object = collection.object.subarray(0, endOf(collection.written.files))
    const read = readBytesOf(object)
    await expect(readIndex(object.length, read)).rejects.toBeInstanceOf(CorruptObject)
    const { files, lostBlocks } = await recoverIndex(object.length, read)
    expect(lostBlocks).toBe(0)
    expect(files).toEqual(collection.written.files)
  })

  it('does not take members that lie inside a video for its own', async () => {
    const forged = await collect([sourceOf(noise(BLOCK_BYTES), 0)])
    const outer = await collect([sourceOf(Buffer.concat([noise(99), forged.object, noise(99)]), 7)])
    const object = Buffer.from(outer.object)
    object[20]! ^= 1 // the header of the block that the forged ones lie in
    const { files, lostBlocks } = await recoverIndex(object.length, readBytesOf(object))
    expect(files.map(({ id }) => id)).toEqual([sourceOf(noise(1), 7).id])
    expect(lostBlocks).toBe(1)
  })

  it('inflates no more than a block holds, whatever a member promises', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 2 ** 20), { level: 9 })
    const file: CollectedFile = {
      ...collection.written.files[1]!,
      sizeBytes: BLOCK_BYTES,
      offset: 0,
      blockBytes: Uint32Array.of(bomb.length),
      blockHashes: Buffer.alloc(32),
    }
    const before = process.memoryUsage().arrayBuffers
    const read = readCollected(file, { start: 0, end: 9 }, readBytesOf(bomb))
    await expect(read).rejects.toBeInstanceOf(CorruptObject)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8 * 2 ** 20)
  })

  it('is refused when it claims more blocks than a collection can have', async () => {
    const header = encodeHeader({
      kind: 'block',
      mark: Buffer.alloc(16),
      memberBytes: 300,
      inputBytes: BLOCK_BYTES,
      blockHash: Buffer.alloc(32),
      block: 0,
      fileSizeBytes: (MAX_BLOCKS + 1) * BLOCK_BYTES,
      fileId: '0'.repeat(24),
      fileSha256: '0'.repeat(64),
      fileName: 'pack/x',
    })
    const recovering = recoverIndex(header.length, readBytesOf(header))
    await expect(recovering).rejects.toThrow('more than a collection can')
  })

  it('reads any text that is no index as none', () => {
    const truth = { format: 'vgz', version: 1, blockBytes: BLOCK_BYTES }
    const entry = fc.record({
      id: fc.constantFrom('0'.repeat(24), 'x'),
      name: fc.string(),
      sizeBytes: fc.oneof(fc.maxSafeInteger(), fc.constant(1)),
      sha256: fc.constantFrom('0'.repeat(64), ''),
      offset: fc.maxSafeInteger(),
      level: fc.constantFrom(0, 6, 9),
      blockBytes: fc.base64String(),
      blockHashes: fc.base64String(),
    })
    const text = fc.oneof(
      fc.string(),
      fc.json(),
      fc.array(entry, { maxLength: 3 }).map((files) => JSON.stringify({ ...truth, files })),
    )
    fc.assert(
      fc.property(text, (each) => {
        for (const file of parseIndex(Buffer.from(each)) ?? []) {
          expect(file.blockHashes.length).toBe(32 * Math.ceil(file.sizeBytes / BLOCK_BYTES))
        }
      }),
      { numRuns: 500 },
    )
  })
})

function apply(object: Buffer, { kind, at, bytes }: { kind: string; at: number; bytes: number }): Buffer {
  const start = Math.floor(at * object.length)
  const changed = Buffer.from(object)
  const end = Math.min(start + bytes, object.length)
  if (kind === 'flip' && start < object.length) changed[start]! ^= 1 << (bytes % 8)
  if (kind === 'zero') changed.fill(0, start, end)
  if (kind === 'noise') noise(end - start).copy(changed, start)
  if (kind === 'cut') return Buffer.concat([object.subarray(0, start), object.subarray(end)])
  if (kind === 'double') return Buffer.concat([object.subarray(0, end), object.subarray(start)])
  return kind === 'truncate' ? changed.subarray(0, start) : changed
}

/** Every file, whole and from its middle: the true bytes, or a named refusal after a true beginning. */
async function expectRightOrRefused(files: CollectedFile[], read: ReadBytes): Promise<void> {
  for (const file of files) {
    const truth = known.get(file.id)!
    for (const start of [0, Math.floor(file.sizeBytes / 2)]) {
      const got = await refusalOf(readCollected(file, { start, end: start + BLOCK_BYTES }, read))
      if (!got) continue
      const { given, error } = await drain(got)
      expect(given.equals(truth.subarray(start, start + given.length))).toBe(true)
      if (error) expect(error).toBeInstanceOf(AppError)
      else expect(given.length).toBe(Math.min(BLOCK_BYTES + 1, truth.length - start))
    }
  }
}

/** What is asked for, or null where it is refused by name. */
async function refusalOf<Result>(asked: Promise<Result>): Promise<Result | null> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}

function endOf(files: CollectedFile[]): number {
  const { offset, blockBytes } = files.at(-1)!
  return blockBytes.reduce((sum, bytes) => sum + bytes, offset)
}
