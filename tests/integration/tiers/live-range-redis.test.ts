import { randomBytes } from 'node:crypto'
import { PassThrough } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { closeLiveCache, LIVE_BLOCK_BYTES } from '#server/adapters/live-cache/index'
import { getObjectStore } from '#server/adapters/object-store/index'
import { openLiveRange, sendLiveRange } from '#server/tiers/live-range'
import { startRedis, type TestRedis } from '../../support/redis.ts'
import { useSettings } from '../../support/settings.ts'

const BLOCKS = 80
/** Segments begin and end within blocks. */
const SEGMENT_BYTES = Math.round(2.3 * LIVE_BLOCK_BYTES)
const BYTES = randomBytes(BLOCKS * LIVE_BLOCK_BYTES - 12_345)
const object = { objectKey: 'videos/long', sizeBytes: BYTES.length }
/** Of the room, for one video: far less than it has. */
const SHARE = 8

let settings: ReturnType<typeof useSettings>
let redis: TestRedis
beforeAll(async () => {
  redis = await startRedis()
  settings = useSettings({
    REDIS_URL: redis.url,
    LIVE_CACHE_BYTES: String(4 * SHARE * LIVE_BLOCK_BYTES),
  })
  await getObjectStore().put(object.objectKey, BYTES, { contentType: 'video/mp4' })
})
afterEach(async () => {
  vi.restoreAllMocks()
  await closeLiveCache()
  await redis.kill()
  await redis.start()
})
afterAll(async () => {
  await redis?.stop()
  settings.remove()
})

const segments = Array.from({ length: Math.ceil(BYTES.length / SEGMENT_BYTES) }, (_, index) => {
  const start = index * SEGMENT_BYTES
  return { start, end: Math.min(start + SEGMENT_BYTES, BYTES.length) - 1 }
})

/** How often each block was asked of the object store, beside what was sent as it lies there. */
function countReads(): Map<number, number> {
  const counts = new Map<number, number>()
  const store = getObjectStore()
  const read = store.read.bind(store)
  vi.spyOn(store, 'read').mockImplementation((key, range, options) => {
    const block = range!.start / LIVE_BLOCK_BYTES
    counts.set(block, (counts.get(block) ?? 0) + 1)
    return read(key, range, options)
  })
  return counts
}

describe('a video that is longer than its share of the LIVE tier in Redis', () => {
  it('is read once from afar by somebody who plays it through', async () => {
    const counts = countReads()
    for (const range of segments) {
      const bytes = await buffer(openLiveRange(object, range))
      expect(bytes.equals(BYTES.subarray(range.start, range.end + 1))).toBe(true)
    }
    expect(counts.size).toBe(BLOCKS)
    expect([...counts.values()].filter((times) => times > 1)).toEqual([])
  })

  it('is not read again beside what a folder sends, but for about its share', async () => {
    const counts = countReads()
    for (let turn = 0; turn < 3; turn += 1) {
      for (const range of segments) {
        const response = new PassThrough()
        const [sent] = await Promise.all([buffer(response), sendLiveRange(object, range, response)])
        expect(sent.equals(BYTES.subarray(range.start, range.end + 1))).toBe(true)
      }
    }
    await sleep(200)
    const reads = [...counts.values()].reduce((sum, times) => sum + times, 0)
    expect(reads).toBeGreaterThan(0)
    expect(reads).toBeLessThanOrEqual(2 * SHARE)
  })
})
