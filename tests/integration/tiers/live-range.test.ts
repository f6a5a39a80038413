import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { PassThrough, Writable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { closeLiveCache, getHotBlocks, LIVE_BLOCK_BYTES } from '#server/adapters/live-cache/index'
import { getObjectStore } from '#server/adapters/object-store/index'
import { NotFound, Unavailable } from '#server/errors'
import { openLiveRange, sendLiveRange, warmLiveRange } from '#server/tiers/live-range'
import { useSettings } from '../../support/settings.ts'

const BYTES = randomBytes(3 * LIVE_BLOCK_BYTES + 12_345)
/** What a folder sends at once (object-store/buffer-pool.ts): it sends what is not hot. */
const FOLDER_PIECE_BYTES = 512 * 1024
const object = { objectKey: 'videos/live', sizeBytes: BYTES.length }

let settings: ReturnType<typeof useSettings>
beforeAll(async () => {
  settings = useSettings()
  await getObjectStore().put(object.objectKey, BYTES, { contentType: 'video/mp4' })
})
afterEach(async () => {
  vi.restoreAllMocks()
  await closeLiveCache()
})
afterAll(() => settings.remove())

const reads = () => vi.spyOn(getObjectStore(), 'read')

describe('a range through the LIVE tier', () => {
  it('is the very bytes, whatever is in the cache', async () => {
    const ends = fc.integer({ min: 0, max: BYTES.length + 10 })
    await fc.assert(
      fc.asyncProperty(ends, ends, async (a, b) => {
        const range = { start: Math.min(a, b), end: Math.max(a, b) }
        const wanted = BYTES.subarray(range.start, range.end + 1)
        expect((await buffer(openLiveRange(object, range))).equals(wanted)).toBe(true)
        const response = new PassThrough({ highWaterMark: 1000 })
        const [sent] = await Promise.all([buffer(response), sendLiveRange(object, range, response)])
        expect(sent.equals(wanted)).toBe(true)
      }),
      { numRuns: 60 },
    )
  })

  it('reads each block once, however many ask for it at once, and then from memory', async () => {
    const read = reads()
    const range = { start: 10, end: LIVE_BLOCK_BYTES + 10 }
    await Promise.all(Array.from({ length: 20 }, () => buffer(openLiveRange(object, range))))
    expect(read).toHaveBeenCalledTimes(2)
    await buffer(openLiveRange(object, { start: 0, end: 2 * LIVE_BLOCK_BYTES - 1 }))
    expect(read).toHaveBeenCalledTimes(2)
  })

  it('is warmed before anybody asks', async () => {
    const range = { start: 0, end: 1000 }
    await warmLiveRange(object, range)
    const read = reads()
    await warmLiveRange(object, range)
    await buffer(openLiveRange(object, range))
    expect(read).not.toHaveBeenCalled()
  })

  it('comes from the object store while the cache is away', async () => {
    const away = () => Promise.reject(new Unavailable('away'))
    vi.spyOn(getHotBlocks(), 'use').mockImplementation(away)
    vi.spyOn(getHotBlocks(), 'put').mockImplementation(away)
    const bytes = await buffer(openLiveRange(object, { start: 5, end: 500_000 }))
    expect(bytes.equals(BYTES.subarray(5, 500_001))).toBe(true)
  })

  it('fails before the first byte where nothing lies, and asks again the next time', async () => {
    const missing = { objectKey: 'videos/later', sizeBytes: 4 }
    const response = new PassThrough()
    await expect(sendLiveRange(missing, { start: 0, end: 3 }, response)).rejects.toThrow(NotFound)
    expect(response.destroyed).toBe(false)
    await expect(buffer(openLiveRange(missing, { start: 0, end: 3 }))).rejects.toThrow(NotFound)
    await getObjectStore().put(missing.objectKey, Buffer.from('late'), { contentType: 'video/mp4' })
    expect(String(await buffer(openLiveRange(missing, { start: 0, end: 3 })))).toBe('late')
  })

  it('cuts the connection where the object is shorter than its index says', async () => {
    const longer = { objectKey: object.objectKey, sizeBytes: BYTES.length + 999 }
    const server = createServer((_, response) => {
      // as every answer with media is (http/send-media.ts)
      response.setHeader('content-length', longer.sizeBytes)
      response.strictContentLength = true
      void sendLiveRange(longer, { start: 0, end: longer.sizeBytes - 1 }, response)
    }).listen(0, '127.0.0.1')
    try {
      await once(server, 'listening')
      const { port } = server.address() as AddressInfo
      const answer = await fetch(`http://127.0.0.1:${port}/`)
      await expect(answer.arrayBuffer()).rejects.toThrow()
    } finally {
      server.close()
    }
  })

  it('stops quietly when the client goes away, and reads no further than it was read', async () => {
    const read = reads()
    let seen = 0
    const response = new Writable({
      highWaterMark: 1,
      write(chunk: Buffer, _, done) {
        seen += chunk.length
        this.destroy()
        done()
      },
    })
    response.on('error', () => undefined)
    await sendLiveRange(object, { start: 0, end: BYTES.length - 1 }, response)
    expect(seen).toBe(FOLDER_PIECE_BYTES)
    expect(read.mock.calls.length).toBeLessThanOrEqual(2)
  })

  it('ends with the signal', async () => {
    const stop = new AbortController()
    const stream = openLiveRange(object, { start: 0, end: BYTES.length - 1 }, stop.signal)
    stop.abort()
    await expect(buffer(stream)).rejects.toThrow()
  })
})
