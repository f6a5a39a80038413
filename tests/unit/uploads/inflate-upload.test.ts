import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Unprocessable } from '../../../server/errors.ts'
import { inflateUpload } from '../../../server/uploads/inflate-upload.ts'

const signal = new AbortController().signal
const noProgress = () => Promise.resolve()
const original = Buffer.concat([randomBytes(300_000), Buffer.alloc(700_000, 7)])
const announced = { sizeBytes: original.length, sha256: sha256(original) }

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inflate-'))
})
afterEach(() => rm(folder, { recursive: true }))

describe('inflateUpload', () => {
  it('gives back the original, bit for bit', async () => {
    const inflated = await inflate(gzipSync(original))
    expect(await readFile(inflated.path)).toEqual(original)
    expect(inflated.sha256).toBe(announced.sha256)
  })

  it.each([
    ['bytes that are no gzip', randomBytes(5000)],
    ['nothing', Buffer.alloc(0)],
    ['a gzip that was cut off', gzipSync(original).subarray(0, 200_000)],
    ['a gzip of something shorter', gzipSync(original.subarray(1))],
    ['a gzip of something else of the same length', gzipSync(Buffer.alloc(original.length))],
    ['a flipped bit', flipBit(gzipSync(original), 100_000)],
  ])('refuses %s and leaves nothing behind', async (_case, bytes) => {
    await expect(inflate(bytes)).rejects.toThrow(Unprocessable)
    expect(await readdir(folder)).toEqual(['upload'])
  })

  it('stops a bomb at the announced size, however long it would go on', async () => {
    const bomb = gzipSync(Buffer.alloc(300 * 1024 * 1024))
    expect(bomb.length).toBeLessThan(400_000)
    const before = process.memoryUsage().rss
    await expect(inflate(bomb)).rejects.toThrow(Unprocessable)
    expect(process.memoryUsage().rss - before).toBeLessThan(50 * 1024 * 1024)
    expect(await readdir(folder)).toEqual(['upload'])
  })
})

async function inflate(bytes: Buffer) {
  const path = join(folder, 'upload')
  await writeFile(path, bytes)
  return inflateUpload(path, announced, signal, noProgress)
}

function flipBit(bytes: Buffer, at: number): Buffer {
  bytes[at] = (bytes[at] ?? 0) ^ 1
  return bytes
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}
