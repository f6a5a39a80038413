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

type Changed = Partial<typeof limits>
const lasting = { ...limits, ttlMs: 60_000 }
const engines: { name: string; open(changed?: Changed): HotBlocks }[] = [
  { name: 'memory', open: (changed) => new MemoryBlocks({ ...lasting, ...changed }) },
  { name: 'redis', open: (changed) => new RedisBlocks(redis.url, { ...lasting, ...changed }) },
]
let runs = 0

async function all<Item>(items: Iterable<Item> | AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = []
  for await (const item of items) found.push(item)
  return found
}

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
    blocks = open({ ttlMs: limits.ttlMs })
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

  it('does not give all its room to one long object, whose next blocks take the place of its first', async () => {
    const other = at(0, `${object}-other`)
    await blocks.put(other, some())
    for (let block = 0; block < 20; block++) {
      await blocks.use(at(block))
      expect(await blocks.wants(at(block), 'soon')).toBe(true)
      expect(await blocks.put(at(block), some(), 'soon')).toBe(true)
      await sleep(2)
    }
    const kept: number[] = []
    for (let block = 0; block < 20; block++) if (await blocks.expect(at(block), 'none')) kept.push(block)
    expect(kept).toEqual([18, 19])
    expect(await blocks.use(other)).toBeDefined()
  })

  it('keeps what it has of an object that is longer than its share and asked for all over at once', async () => {
    // all of it is one visit, however long this machine takes over it
    await blocks.close()
    blocks = open({ correlatedMs: 60_000 })
    let takenIn = 0
    for (let turn = 0; turn < 60; turn++) {
      const place = at(turn % 6)
      if (await blocks.use(place)) continue
      if ((await blocks.wants(place, 'none')) && (await blocks.put(place, some()))) takenIn++
    }
    expect(takenIn).toBe(limits.maxBytes / BLOCK / 4)
  })

  it('gives parts of blocks in their order where all are there, and none where one is not', async () => {
    const [first, second] = [some(), some()]
    await blocks.put(at(0), first)
    await blocks.put(at(1), second)
    const part = (block: number, from: number, to: number) => ({ place: at(block), from, to, length: BLOCK })
    const taken = await blocks.take([part(0, 100, BLOCK), part(1, 0, 50)])
    const expected = Buffer.concat([first.subarray(100), second.subarray(0, 50)])
    expect(Buffer.concat((await all<Buffer | undefined>(taken!)) as Buffer[]).equals(expected)).toBe(true)
    expect(await blocks.take([part(0, 0, BLOCK), part(2, 0, BLOCK)])).toBeNull()
    expect(await blocks.take([part(2, 0, 5)])).toBeNull()
  })

  it('does not want what is colder than all that is there', async () => {
    for (let index = 0; index < 8; index++) {
      const place = at(0, `${object}-${index}`)
      for (let use = 0; use < 2; use++) await sleep(6).then(() => blocks.use(place))
      expect(await blocks.wants(place, 'none')).toBe(true)
      await blocks.put(place, some())
    }
    const other = at(0, `${object}-other`)
    expect(await blocks.wants(other, 'none')).toBe(false)
    expect(await blocks.wants(other, 'window')).toBe(true)
    expect(await blocks.put(other, some())).toBe(false)
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
  it('are compared by what every process knows, and those whose time is over are in nobody’s way', async () => {
    await redis.kill()
    await redis.start()
    const [one, two] = [new RedisBlocks(redis.url, limits), new RedisBlocks(redis.url, limits)]
    const place = (name: string | number) => ({ objectKey: `v/${name}`, block: 0 })
    try {
      for (let index = 0; index < 8; index++) {
        for (let use = 0; use < 2; use++) await sleep(6).then(() => one.use(place(index)))
        await one.put(place(index), randomBytes(BLOCK))
      }
      expect(await two.wants(place('other'), 'none')).toBe(false)
      await sleep(limits.ttlMs + 200)
      expect(await two.wants(place('other'), 'none')).toBe(true)
    } finally {
      await Promise.all([one.close(), two.close()])
    }
  })

  it('say which part went while the others were read', async () => {
    const blocks = new RedisBlocks(redis.url, { ...limits, maxBytes: 400 * BLOCK, blockBytes: BLOCK })
    const parts = Array.from({ length: 8 }, (_, block) => {
      return { place: { objectKey: 'v/left', block }, from: 0, to: BLOCK, length: BLOCK }
    })
    try {
      for (const { place } of parts) await blocks.put(place, randomBytes(BLOCK))
      const taken = (await blocks.take(parts))![Symbol.asyncIterator]()
      expect((await taken.next()).value).toHaveLength(BLOCK)
      await redis.kill()
      const rest = await Promise.all(parts.map(async () => (await taken.next()).value as Buffer | undefined))
      expect(rest.at(-2)).toBeUndefined()
    } finally {
      await redis.start()
      await blocks.close()
    }
  })

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
