import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { RedisBus } from '../../../server/adapters/change-bus/redis.ts'
import { startRedis, type TestRedis } from '../../support/redis.ts'

const PATIENCE = { timeout: 15_000, interval: 20 }
let redis: TestRedis
const buses: RedisBus[] = []

beforeAll(async () => {
  redis = await startRedis()
})
afterEach(async () => {
  await Promise.all(buses.splice(0).map((bus) => bus.close()))
})
afterAll(() => redis.stop())

async function join() {
  const bus = new RedisBus(redis.url)
  buses.push(bus)
  const heard: string[] = []
  const lost = vi.fn()
  bus.listen((message) => heard.push(message), lost)
  await vi.waitFor(() => expect(bus.isHearing).toBe(true), PATIENCE)
  lost.mockClear()
  return { bus, heard, lost }
}

describe('processes that share a Redis', () => {
  it('hear what others say, in order, and not themselves', async () => {
    const [one, other] = [await join(), await join()]
    for (let number = 0; number < 50; number++) one.bus.publish(`change ${number}`)
    const all = Array.from({ length: 50 }, (_, number) => `change ${number}`)
    await vi.waitFor(() => expect(other.heard).toEqual(all), PATIENCE)
    expect(one.heard).toEqual([])
  })

  it('know that they hear nothing while Redis is away, and what was lost when it is back', async () => {
    const [one, other] = [await join(), await join()]
    await redis.kill()
    await vi.waitFor(() => expect(other.bus.isHearing).toBe(false), PATIENCE)
    expect(other.lost).toHaveBeenCalled()
    one.bus.publish('while it was away')
    other.lost.mockClear()
    await redis.start()
    await vi.waitFor(() => expect([one.bus.isHearing, other.bus.isHearing]).toEqual([true, true]), PATIENCE)
    await vi.waitFor(() => expect(other.lost).toHaveBeenCalled(), PATIENCE)
    one.bus.publish('heard')
    await vi.waitFor(() => expect(other.heard.at(-1)).toBe('heard'), PATIENCE)
  }, 40_000)

  it('notice a Redis that takes connections and says nothing', async () => {
    const one = await join()
    redis.freeze()
    try {
      await vi.waitFor(() => expect(one.bus.isHearing).toBe(false), PATIENCE)
      expect(one.lost).toHaveBeenCalled()
    } finally {
      redis.thaw()
    }
    await vi.waitFor(() => expect(one.bus.isHearing).toBe(true), PATIENCE)
  }, 40_000)
})
