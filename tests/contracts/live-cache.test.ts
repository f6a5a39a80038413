import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { MemoryCache } from '#server/adapters/live-cache/memory'
import type { LiveCache } from '#server/adapters/live-cache/port'
import { RedisCache } from '#server/adapters/live-cache/redis'
import { Unavailable } from '#server/errors'
import { startRedis, type TestRedis } from '../support/redis.ts'

let redis: TestRedis
beforeAll(async () => {
  redis = await startRedis()
})
afterAll(() => redis?.stop())

const engines: { name: string; open(): LiveCache }[] = [
  { name: 'memory', open: () => new MemoryCache({ maxBytes: 8 * 1024 * 1024 }) },
  { name: 'redis', open: () => new RedisCache(redis.url) },
]

const bytes = (text: string) => Buffer.from(text)
let runs = 0

describe.each(engines)('live cache in $name', ({ open }) => {
  let cache: LiveCache
  let key: string
  beforeEach(() => {
    cache = open()
    key = `key ${(runs += 1)} é\r\n`
  })
  afterEach(() => cache.close())

  it('answers a ping, also as the very first call', async () => {
    await expect(cache.ping()).resolves.toBeUndefined()
  })

  it('gives back the very bytes, also none and all 256 values', async () => {
    expect(await cache.get(key)).toBeUndefined()
    for (const value of [Buffer.alloc(0), Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))]) {
      await cache.set(key, value, 10)
      expect(await cache.get(key)).toEqual(value)
    }
  })

  it('names the keys that begin so, literally, as long as they live', async () => {
    const names = Array.from({ length: 1200 }, (_, index) => `${key}[w]*:${index}`)
    for (const name of names) await cache.set(name, bytes('1'), 10)
    await cache.set(`${key}w:1`, bytes('2'), 10)
    await cache.set(`${key}[w]*:gone`, bytes('3'), 0.05)
    await cache.increment(`${key}[w]*:count`, 1, 10)
    await sleep(80)
    expect((await cache.keys(`${key}[w]*:`, 5000)).toSorted()).toEqual(names.toSorted())
    expect(await cache.keys(`${key}[w]*:`, 7)).toHaveLength(7)
    expect(await cache.keys(`${key}?`, 10)).toEqual([])
  })

  it('keeps its own copy', async () => {
    const value = bytes('before')
    await cache.set(key, value, 10)
    value.write('after')
    expect(String(await cache.get(key))).toBe('before')
  })

  it('forgets after the time to live, which starts anew at a set and at a touch', async () => {
    await cache.set(key, bytes('1'), 0.2)
    await sleep(120)
    await cache.set(key, bytes('2'), 0.2)
    await sleep(120)
    expect(await cache.touch(key, 0.2)).toBe(true)
    await sleep(120)
    expect(String(await cache.get(key))).toBe('2')
    await sleep(120)
    expect(await cache.get(key)).toBeUndefined()
    expect(await cache.touch(key, 1)).toBe(false)
  })

  it('deletes, also what is not there', async () => {
    await cache.set(key, bytes('x'), 10)
    await cache.delete(key)
    await cache.delete(key)
    expect(await cache.get(key)).toBeUndefined()
  })

  it('lets one of many set what is absent', async () => {
    const winners = await Promise.all(
      Array.from({ length: 20 }, (_, index) => cache.setIfAbsent(key, bytes(String(index)), 0.15)),
    )
    expect(winners.filter(Boolean)).toHaveLength(1)
    expect(String(await cache.get(key))).toBe(String(winners.indexOf(true)))
    await sleep(200)
    expect(await cache.setIfAbsent(key, bytes('later'), 1)).toBe(true)
  })

  it('loses no increment of many at once, and counts by any whole number', async () => {
    const sums = await Promise.all(Array.from({ length: 100 }, () => cache.increment(key, 1, 10)))
    expect(new Set(sums).size).toBe(100)
    expect(await cache.increment(key, -50, 10)).toBe(50)
  })

  it('starts a counter anew after its time, counted from the first increment', async () => {
    await cache.increment(key, 1, 0.2)
    await sleep(120)
    expect(await cache.increment(key, 1, 0.2)).toBe(2)
    await sleep(120)
    expect(await cache.increment(key, 1, 0.2)).toBe(1)
  })

  it('keeps values and counters of one name apart', async () => {
    await cache.set(key, bytes('text'), 10)
    expect(await cache.increment(key, 3, 10)).toBe(3)
    await cache.consume(key, { limit: 5, windowSeconds: 10 })
    expect(String(await cache.get(key))).toBe('text')
  })

  it('allows exactly the budget when many ask at once', async () => {
    const budget = { limit: 10, windowSeconds: 10 }
    const decisions = await Promise.all(Array.from({ length: 30 }, () => cache.consume(key, budget)))
    expect(decisions.filter((decision) => decision.isAllowed)).toHaveLength(10)
    expect(decisions.map((decision) => decision.remaining).filter((left) => left > 0)).toHaveLength(9)
    const refused = decisions.find((decision) => !decision.isAllowed)
    expect(refused!.retryAfterSeconds).toBeGreaterThanOrEqual(9)
    expect(refused!.retryAfterSeconds).toBeLessThanOrEqual(10)
  })

  it('counts points, opens the window again, and keeps budgets and keys apart', async () => {
    const budget = { limit: 10, windowSeconds: 0.3 }
    expect(await cache.consume(key, { ...budget, points: 8 })).toMatchObject({
      isAllowed: true,
      remaining: 2,
    })
    expect(await cache.consume(key, { ...budget, points: 8 })).toMatchObject({
      isAllowed: false,
      remaining: 0,
    })
    expect(await cache.consume(`${key}x`, budget)).toMatchObject({ isAllowed: true, remaining: 9 })
    expect(await cache.consume(key, { limit: 3, windowSeconds: 60 })).toMatchObject({ remaining: 2 })
    await sleep(320)
    expect(await cache.consume(key, budget)).toMatchObject({ isAllowed: true, remaining: 9 })
  })
})

describe('two processes on one Redis', () => {
  it('share values, counters and limits', async () => {
    const [a, b] = [new RedisCache(redis.url), new RedisCache(redis.url)]
    await a.set('shared', bytes('x'), 10)
    expect(String(await b.get('shared'))).toBe('x')
    const sums = await Promise.all([a, b, a, b].map((cache) => cache.increment('shared', 1, 10)))
    expect(sums.sort()).toEqual([1, 2, 3, 4])
    await Promise.all([a.close(), b.close()])
  })

  it('leave nothing there that lives for ever', async () => {
    const client = new Redis({ path: new URL(redis.url).pathname })
    const keys = await client.keys('*')
    expect(keys.length).toBeGreaterThan(0)
    for (const key of keys) expect(await client.pttl(key)).toBeGreaterThan(0)
    client.disconnect()
  })
})

describe('Redis going away', () => {
  it('fails as Unavailable at once, and works again by itself', async () => {
    const cache = new RedisCache(redis.url)
    await cache.ping()
    await redis.kill()
    const began = performance.now()
    for (let tries = 0; tries < 50; tries += 1)
      await expect(cache.get('x')).rejects.toBeInstanceOf(Unavailable)
    expect(performance.now() - began).toBeLessThan(1_500)
    await redis.start()
    await expect
      .poll(
        () =>
          cache.ping().then(
            () => 'up',
            () => 'down',
          ),
        { timeout: 5_000 },
      )
      .toBe('up')
    expect(await cache.increment('after', 1, 5)).toBe(1)
    await cache.close()
  })

  it('fails as Unavailable within 1.5 s when Redis stops answering', async () => {
    const cache = new RedisCache(redis.url)
    await cache.ping()
    redis.freeze()
    const began = performance.now()
    await expect(cache.get('x')).rejects.toBeInstanceOf(Unavailable)
    expect(performance.now() - began).toBeLessThan(1_500)
    redis.thaw()
    await expect
      .poll(
        () =>
          cache.ping().then(
            () => 'up',
            () => 'down',
          ),
        { timeout: 5_000 },
      )
      .toBe('up')
    await cache.close()
  })

  it('fails as Unavailable when it was never there', async () => {
    const cache = new RedisCache('unix:///nowhere/redis.sock')
    await expect(cache.ping()).rejects.toBeInstanceOf(Unavailable)
    await cache.close()
  })
})

describe('the memory cache', () => {
  it('stays within its bytes and keeps what was used last', async () => {
    const cache = new MemoryCache({ maxBytes: 1024 * 1024 })
    const value = Buffer.alloc(64 * 1024)
    for (let index = 0; index < 100; index += 1) {
      await cache.set(`v${index}`, value, 60)
      await cache.get('v0')
    }
    const kept = await Promise.all(Array.from({ length: 100 }, (_, index) => cache.get(`v${index}`)))
    expect(kept.filter(Boolean).length).toBeLessThanOrEqual(16)
    expect(kept[0]).toBeDefined()
    await cache.set('huge', Buffer.alloc(512 * 1024), 60)
    expect(await cache.get('huge')).toBeUndefined()
  })

  const Key = fc.constantFrom('a', 'b', 'c')
  const Ttl = fc.integer({ min: 1, max: 20 })
  const Step = fc.oneof(
    fc.record({ type: fc.constant('set' as const), key: Key, ttl: Ttl, value: fc.string() }),
    fc.record({ type: fc.constant('setIfAbsent' as const), key: Key, ttl: Ttl, value: fc.string() }),
    fc.record({ type: fc.constant('touch' as const), key: Key, ttl: Ttl }),
    fc.record({ type: fc.constant('delete' as const), key: Key }),
    fc.record({
      type: fc.constant('increment' as const),
      key: Key,
      ttl: Ttl,
      by: fc.integer({ min: -5, max: 5 }),
    }),
    fc.record({ type: fc.constant('wait' as const), seconds: fc.integer({ min: 1, max: 12 }) }),
  )

  /** What a cache of unlimited room would hold. */
  class Model<Value> {
    private readonly entries = new Map<string, { value: Value; until: number }>()
    get(key: string, now: number): Value | undefined {
      const entry = this.entries.get(key)
      return entry && entry.until > now ? entry.value : undefined
    }
    set(key: string, value: Value, until: number): void {
      this.entries.set(key, { value, until })
    }
    keep(key: string, value: Value): void {
      this.entries.get(key)!.value = value
    }
    delete(key: string): void {
      this.entries.delete(key)
    }
  }

  it('behaves as a map with times to live, whatever is done to it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(Step, { maxLength: 40 }), async (steps) => {
        let now = 1
        const cache = new MemoryCache({ maxBytes: 1024 * 1024, now: () => now })
        const values = new Model<string>()
        const counters = new Model<number>()
        for (const step of steps) {
          if (step.type === 'wait') now += step.seconds * 1000 + 1
          if (step.type === 'set') {
            await cache.set(step.key, bytes(step.value), step.ttl)
            values.set(step.key, step.value, now + step.ttl * 1000)
          }
          if (step.type === 'setIfAbsent') {
            const isFree = values.get(step.key, now) === undefined
            expect(await cache.setIfAbsent(step.key, bytes(step.value), step.ttl)).toBe(isFree)
            if (isFree) values.set(step.key, step.value, now + step.ttl * 1000)
          }
          if (step.type === 'touch') {
            const value = values.get(step.key, now)
            expect(await cache.touch(step.key, step.ttl)).toBe(value !== undefined)
            if (value !== undefined) values.set(step.key, value, now + step.ttl * 1000)
          }
          if (step.type === 'delete') {
            await cache.delete(step.key)
            values.delete(step.key)
          }
          if (step.type === 'increment') {
            const before = counters.get(step.key, now)
            expect(await cache.increment(step.key, step.by, step.ttl)).toBe((before ?? 0) + step.by)
            if (before === undefined) counters.set(step.key, step.by, now + step.ttl * 1000)
            else counters.keep(step.key, before + step.by)
          }
          for (const key of ['a', 'b', 'c']) {
            expect((await cache.get(key))?.toString()).toBe(values.get(key, now))
          }
        }
      }),
      { numRuns: 300 },
    )
  })
})
