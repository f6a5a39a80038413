import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { ByteRange } from '#server/adapters/object-store/port'
import { CorruptObject, RangeNotSatisfiable, Unavailable } from '#server/errors'
import { BLOCK_BYTES } from '#server/tiers/vgz/format'
import { readCollected, type ReadBytes } from '#server/tiers/vgz/read-collected'
import { collect, drain, noise, pattern, readBytesOf, sourceOf } from '../../../support/collected.ts'

const MIB = 2 ** 20
const bodies = [noise(5 * BLOCK_BYTES + 77), pattern(4 * BLOCK_BYTES + 1), noise(12)]

describe('reading a range out of a collection', () => {
  let collection: Awaited<ReturnType<typeof collect>>
  beforeAll(async () => {
    collection = await collect(bodies.map((bytes, number) => sourceOf(bytes, number)))
  })
  const fileOf = (number: number) => collection.written.files[number]!

  it('gives exactly the bytes that were asked for, in chunks of any size', async () => {
    const asked = fc.record({
      number: fc.integer({ min: 0, max: 2 }),
      start: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      length: fc.integer({ min: 1, max: 3 * BLOCK_BYTES }),
      chunkBytes: fc.integer({ min: 999, max: 600_000 }),
    })
    await fc.assert(
      fc.asyncProperty(asked, async ({ number, start, length, chunkBytes }) => {
        const body = bodies[number]!
        const first = Math.floor(start * body.length)
        const range = { start: first, end: first + length - 1 }
        const read = readBytesOf(collection.object, chunkBytes)
        const got = await buffer(await readCollected(fileOf(number), range, read))
        expect(got.equals(body.subarray(first, first + length))).toBe(true)
      }),
      { numRuns: 150 },
    )
  })

  it('reads only the blocks that the range touches, in one request', async () => {
    const asked: ByteRange[] = []
    const watched: ReadBytes = (range) => (asked.push(range), collection.readBytes(range))
    const range = { start: 2 * BLOCK_BYTES - 1, end: 2 * BLOCK_BYTES }
    await buffer(await readCollected(fileOf(0), range, watched))
    const { offset, blockBytes } = fileOf(0)
    const start = offset + blockBytes[0]!
    expect(asked).toEqual([{ start, end: start + blockBytes[1]! + blockBytes[2]! - 1 }])
  })

  it('answers a range beyond the end as a store does', async () => {
    const beyond = readCollected(fileOf(2), { start: 12, end: 20 }, collection.readBytes)
    await expect(beyond).rejects.toBeInstanceOf(RangeNotSatisfiable)
    const drawnBack = await readCollected(fileOf(2), { start: 11, end: 20 }, collection.readBytes)
    expect((await buffer(drawnBack)).equals(bodies[2]!.subarray(11))).toBe(true)
  })

  it('knows of a damaged first block before it answers, and names it', async () => {
    const object = Buffer.from(collection.object)
    const { offset, blockBytes } = fileOf(0)
    object[offset + blockBytes[0]! + 100_000]! ^= 4
    const range = { start: BLOCK_BYTES, end: 2 * BLOCK_BYTES }
    const read = readCollected(fileOf(0), range, readBytesOf(object))
    await expect(read).rejects.toBeInstanceOf(CorruptObject)
    await expect(read).rejects.toThrow(`Block 1 of ${fileOf(0).name}`)
  })

  it('ends with the damage when it comes later, after exactly the right bytes', async () => {
    const object = Buffer.from(collection.object)
    const { offset, blockBytes } = fileOf(1)
    object[offset + blockBytes[0]! + blockBytes[1]! + 200]! ^= 1
    const stream = await readCollected(fileOf(1), { start: 5, end: 4 * BLOCK_BYTES }, readBytesOf(object))
    const { given, error } = await drain(stream)
    expect(error).toBeInstanceOf(CorruptObject)
    expect(given.equals(bodies[1]!.subarray(5, 2 * BLOCK_BYTES))).toBe(true)
  })

  it('calls a store that fails while it is read unavailable, at the first byte and later', async () => {
    const failing = (afterBytes: number): ReadBytes =>
      async ({ start }) =>
        Readable.from((function* () {
          yield collection.object.subarray(start, start + afterBytes)
          throw new Error('EIO')
        })()) // prettier-ignore
    const whole = { start: 0, end: bodies[0]!.length }
    await expect(readCollected(fileOf(0), whole, failing(10))).rejects.toBeInstanceOf(Unavailable)
    const { given, error } = await drain(await readCollected(fileOf(0), whole, failing(700_000)))
    expect(error).toBeInstanceOf(Unavailable)
    expect(given.equals(bodies[0]!.subarray(0, given.length))).toBe(true)
  })

  it('holds the store back when its reader is slow, and lets go of it when the reader leaves', async () => {
    const source = new Readable({ highWaterMark: BLOCK_BYTES, read: () => undefined })
    const big = sourceOf(noise(64 * BLOCK_BYTES), 9)
    const { object, written } = await collect([big])
    let given = 0
    source._read = () => {
      source.push(object.subarray(given, (given += BLOCK_BYTES)))
    }
    const stream = await readCollected(written.files[0]!, { start: 0, end: 20 * MIB }, async () => source)
    stream.read(1)
    await sleep(50)
    expect(given).toBeLessThan(8 * BLOCK_BYTES)
    stream.destroy()
    await sleep(0)
    expect(source.destroyed).toBe(true)
  })

  it('lets go of the store when it is called off, before the first byte and after it', async () => {
    const stuck = new Readable({ read: () => undefined })
    const calling = new AbortController()
    const waiting = readCollected(fileOf(0), { start: 0, end: 9 }, async () => stuck, calling.signal)
    setTimeout(() => calling.abort(), 20)
    await expect(waiting).rejects.toThrow()
    expect(stuck.destroyed).toBe(true)
    const later = new AbortController()
    const range = { start: 0, end: 9 }
    const stream = await readCollected(fileOf(0), range, collection.readBytes, later.signal)
    later.abort()
    await expect(buffer(stream)).rejects.toThrow()
    const before = readCollected(fileOf(0), range, collection.readBytes, AbortSignal.abort())
    await expect(before).rejects.toThrow()
  })
})
