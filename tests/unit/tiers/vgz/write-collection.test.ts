import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CorruptObject, InvalidInput, TooLarge } from '#server/errors'
import { BLOCK_BYTES } from '#server/tiers/vgz/format'
import { readIndex } from '#server/tiers/vgz/read-index'
import { verifyCollection } from '#server/tiers/vgz/verify-collection'
import { worstCaseBytes } from '#server/tiers/vgz/worst-case'
import { writeCollection, type SourceFile } from '#server/tiers/vgz/write-collection'
import { collect, collectLent, noise, pattern, sourceOf } from '../../../support/collected.ts'

const MIB = 2 ** 20

describe('writing a collection', () => {
  it('is opened by plain gunzip, which gives the files one after the other and then the index', async () => {
    const bodies = [noise(MIB + 3), pattern(700_001), noise(BLOCK_BYTES), noise(1)]
    const { object, written } = await collect(bodies.map((bytes, number) => sourceOf(bytes, number)))
    const plain = execFileSync('gunzip', ['--stdout'], { input: object, maxBuffer: 10 * MIB })
    const files = Buffer.concat(bodies)
    expect(plain.subarray(0, files.length).equals(files)).toBe(true)
    const index = JSON.parse(plain.toString('utf8', files.length)) as { files: { name: string }[] }
    expect(index.files.map(({ name }) => name)).toEqual(written.files.map(({ name }) => name))
    expect(execFileSync('gunzip', ['--test', '--verbose'], { input: object, stdio: 'pipe' })).toBeDefined()
  })

  it('says how many bytes it wrote and their hash, and finds its index from the end', async () => {
    const { object, written, readBytes } = await collect([sourceOf(noise(MIB), 1), sourceOf(pattern(9), 2)])
    expect(written.sizeBytes).toBe(object.length)
    expect(written.sha256).toBe(createHash('sha256').update(object).digest('hex'))
    expect(await readIndex(object.length, readBytes)).toEqual(written.files)
  })

  it('stores what does not get smaller, and deflates what does', async () => {
    const { written, object } = await collect([sourceOf(noise(3 * MIB), 1), sourceOf(pattern(3 * MIB), 2)])
    expect(written.files.map(({ level }) => level)).toEqual([0, 6])
    expect(object.length).toBeLessThan(3 * MIB * 1.02)
  })

  it('probes the middle and the end too: a quiet opening does not decide for a whole film', async () => {
    const film = Buffer.concat([pattern(BLOCK_BYTES), noise(20 * BLOCK_BYTES)])
    const raw = Buffer.concat([noise(BLOCK_BYTES), pattern(20 * BLOCK_BYTES)])
    const { written } = await collect([sourceOf(raw, 1), sourceOf(noise(MIB), 2), sourceOf(film, 3)])
    expect(written.files[0]!.level).toBe(6)
    expect(written.files[1]!.level).toBe(0)
    // a third of what was probed shrank: that is a gain, and blocks without one are stored all the same
    expect(written.files[2]!.level).toBe(6)
    expect(written.sizeBytes).toBeLessThan(worstCaseBytes([sourceOf(raw, 1), sourceOf(film, 3)]) + 2 * MIB)
  })

  it('never takes more than its worst case, whatever is in it and however it arrives', async () => {
    const size = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 * BLOCK_BYTES }))
    const file = fc.record({
      size,
      isNoise: fc.boolean(),
      chunkBytes: fc.integer({ min: 1000, max: 400_000 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(file, { maxLength: 5 }), async (shapes) => {
        const sources = shapes.map(({ size, isNoise, chunkBytes }, number) =>
          sourceOf(isNoise ? noise(size) : pattern(size), number, chunkBytes),
        )
        const { object, written, readBytes } = await collect(sources)
        const worst = worstCaseBytes(sources)
        expect(object.length).toBeLessThanOrEqual(worst)
        expect(worst).toBeLessThan(sources.reduce((sum, file) => sum + file.sizeBytes * 1.002 + 4096, 4096))
        expect(await readIndex(object.length, readBytes)).toEqual(written.files)
        expect(await Array.fromAsync(verifyCollection(written.files, readBytes))).toEqual([])
        const plain = gunzipSync(object)
        const whole = await Promise.all(sources.map(async (source) => buffer(await source.open())))
        expect(plain.subarray(0, Buffer.concat(whole).length).equals(Buffer.concat(whole))).toBe(true)
      }),
      { numRuns: 40 },
    )
  }, 60_000)

  it('refuses before it reads anything when the files might not fit', async () => {
    const file = sourceOf(noise(1000), 1)
    let opened = 0
    const watched: SourceFile = { ...file, open: (range) => ((opened += 1), file.open(range)) }
    const worst = worstCaseBytes([file])
    expect(() => writeCollection([watched], { maxBytes: worst - 1 })).toThrow(TooLarge)
    expect(opened).toBe(0)
    await collectLent(writeCollection([watched], { maxBytes: worst }).bytes)
    expect(opened).toBeGreaterThan(0)
  })

  it.each([
    ['one byte less', (bytes: Buffer) => bytes.subarray(1)],
    ['one byte more', (bytes: Buffer) => Buffer.concat([bytes, Buffer.from('x')])],
    ['another byte', (bytes: Buffer) => Buffer.from(bytes).fill(bytes[900_000]! ^ 1, 900_000, 900_001)],
    ['nothing', () => Buffer.alloc(0)],
  ])('does not collect a source that has %s than announced', async (_, change) => {
    const bytes = noise(MIB)
    const changed = { ...sourceOf(bytes, 1), open: sourceOf(change(bytes), 1).open }
    const { bytes: stream, written } = writeCollection([changed], { maxBytes: 10 * MIB })
    await expect(collectLent(stream)).rejects.toBeInstanceOf(CorruptObject)
    expect(() => written()).toThrow('only once all')
  })

  it('closes a source that it was reading when nobody wants the collection any more', async () => {
    const opened: Readable[] = []
    const source = sourceOf(noise(8 * MIB), 1)
    const watched = { ...source, open: async () => opened[opened.push(await source.open()) - 1]! }
    const { bytes } = writeCollection([watched], { maxBytes: 20 * MIB })
    for await (const _ of bytes) break
    await new Promise((resolve) => setImmediate(resolve))
    expect(opened.at(-1)!.destroyed).toBe(true)
  })

  it('fails as its source fails', async () => {
    const broken = async () => new Readable({ read() { this.destroy(new Error('EIO')) } }) // prettier-ignore
    const { bytes } = writeCollection([{ ...sourceOf(noise(9), 1), open: broken }], { maxBytes: MIB })
    await expect(collectLent(bytes)).rejects.toThrow('EIO')
  })

  it.each([
    { name: 'pack/ü' },
    { name: '' },
    { name: 'x'.repeat(201) },
    { id: '12' },
    { sha256: 'abc' },
    { sizeBytes: -1 },
  ])('takes no file with %j', (wrong) => {
    const file = { ...sourceOf(noise(9), 1), ...wrong }
    expect(() => writeCollection([file], { maxBytes: MIB })).toThrow(InvalidInput)
  })
})
