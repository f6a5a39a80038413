import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { HotBlocks } from '#server/adapters/live-cache/hot-blocks'
import { MemoryBlocks } from '#server/adapters/live-cache/memory-blocks'
import { RedisBlocks } from '#server/adapters/live-cache/redis-blocks'
import { Unavailable } from '#server/errors'
import { startRedis, type TestRedis } from '../support/redis.ts'

const BLOCK = 1024
const limits = { maxBytes: 8 * BLOCK, blockBytes: BLOCK, ttlMs: 600, correlatedMs: 5 }

let redis: TestRedis
beforeAll(async () => {
  redis = await startRedis()
})
afterAll(() => redis?.stop())

const engines: { name: string; open(ttlMs?: number): HotBlocks }[] = [
  { name: 'memory', open: (ttlMs = 60_000) => new MemoryBlocks({ ...limits, ttlMs }) },
  { name: 'redis', open: (ttlMs = 60_000) => new RedisBlocks(redis.url, { ...limits, ttlMs }) },
]
let runs = 0

describe.each(engines)('hot blocks in $name', ({ name, open }) => {
  let blocks: HotBlocks
  let object: string
  const at = (block: number, objectKey = object) => ({ objectKey, block })
  const some = () => randomBytes(BLOCK)
  beforeEach(async () => {
    if (name === 'redis') await redis.kill().then(() => redis.start())
    blocks = open()
    object = `videos/${(runs += 1)}`
  })
  afterEach(() => blocks.close())

  it('gives back the very bytes, and nothing for what was never put', async () => {
    const bytes = some()
    expect(await blocks.use(at(0))).toBeUndefined()
    expect(await blocks.expect(at(0), 'window')).toBe(false)
    expect(await blocks.put(at(0), bytes)).toBe(true)
    expect(bytes.equals((await blocks.use(at(0)))!)).toBe(true)
    expect(await blocks.use(at(1))).toBeUndefined()
    expect(await blocks.put(at(0), bytes)).toBe(true)
  })

  it('lets go of what was not used for its time, which starts anew at a use', async () => {
    await blocks.close()
    blocks = open(limits.ttlMs)
    await blocks.put(at(0), some())
    await blocks.put(at(1), some())
    for (let turn = 0; turn < 3; turn++) {
      await sleep(250)
      expect(await blocks.use(at(0))).toBeDefined()
    }
    expect(await blocks.use(at(1))).toBeUndefined()
    await sleep(800)
    expect(await blocks.use(at(0))).toBeUndefined()
  })

  it('keeps what is used again and again while much passes by once', async () => {
    const hot = [at(0, `${object}-a`), at(0, `${object}-b`)]
    for (const place of hot) await blocks.put(place, some())
    for (let turn = 0; turn < 5; turn++) {
      for (const place of hot) await blocks.use(place)
      await sleep(10)
    }
    for (let index = 0; index < 40; index++) {
      await blocks.use(at(0, `${object}-${index}`))
      await blocks.put(at(0, `${object}-${index}`), some())
    }
    for (const place of hot) expect(await blocks.use(place)).toBeDefined()
  })

  it('keeps what somebody is about to be shown, until they saw it', async () => {
    const next = at(0, `${object}-next`)
    expect(await blocks.wants(next, 'window')).toBe(true)
    await blocks.put(next, some(), 'window')
    const passBy = async (from: number) => {
      for (let index = from; index < from + 20; index++) {
        await blocks.use(at(0, `${object}-${index}`))
        await blocks.put(at(0, `${object}-${index}`), some())
      }
    }
    await passBy(0)
    expect(await blocks.expect(next, 'soon')).toBe(true)
    expect(await blocks.use(next)).toBeDefined()
    await sleep(50)
    await passBy(20)
    expect(await blocks.use(next)).toBeUndefined()
  })

  it('does not give all its room to one long object', async () => {
    const other = at(0, `${object}-other`)
    await blocks.put(other, some())
    const taken: boolean[] = []
    for (let block = 0; block < 20; block++) {
      await blocks.use(at(block))
      taken.push(await blocks.put(at(block), some()))
    }
    expect(taken.filter(Boolean)).toHaveLength(2)
    expect(await blocks.use(other)).toBeDefined()
  })

  it('never holds more than there is room for', async () => {
    for (let index = 0; index < 50; index++) {
      const place = at(0, `${object}-${index}`)
      await blocks.use(place)
      await blocks.put(place, some())
    }
    let kept = 0
    for (let index = 0; index < 50; index++)
      if (await blocks.expect(at(0, `${object}-${index}`), 'none')) kept++
    expect(kept).toBeLessThanOrEqual(8)
    expect(kept).toBeGreaterThan(0)
  })
})

describe('hot blocks in Redis', () => {
  it('are shared, and room that expired blocks held is used again', async () => {
    await redis.kill()
    await redis.start()
    const [one, two] = [new RedisBlocks(redis.url, limits), new RedisBlocks(redis.url, limits)]
    try {
      for (let index = 0; index < 8; index++)
        await one.put({ objectKey: `v/${index}`, block: 0 }, randomBytes(BLOCK))
      expect(await two.use({ objectKey: 'v/3', block: 0 })).toHaveLength(BLOCK)
      await sleep(900)
      for (let block = 0; block < 2; block++) {
        expect(await two.put({ objectKey: 'v/3', block }, randomBytes(BLOCK))).toBe(true)
      }
    } finally {
      await Promise.all([one.close(), two.close()])
    }
  })

  it('say that they are away, at once after the first', async () => {
    const blocks = new RedisBlocks(redis.url, limits)
    await blocks.put({ objectKey: 'v/1', block: 0 }, randomBytes(BLOCK))
    await redis.kill()
    await expect(blocks.use({ objectKey: 'v/1', block: 0 })).rejects.toThrow(Unavailable)
    await redis.start()
    await blocks.close()
  })
})
