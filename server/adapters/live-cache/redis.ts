import type { Redis } from 'ioredis'
import { Unavailable } from '../../errors.ts'
import type { LiveCache, RateDecision } from './port.ts'
import { budgetKey, decideRate, toMilliseconds } from './rate-decision.ts'
import { connectRedis } from './redis-connection.ts'

const PREFIX = 'clipway'
/** Keys that Redis looks at in one step of a walk: some tenths of a millisecond, in which it does nothing else. */
const SCAN_COUNT = 500

/** Adds, and starts the time to live with the first addition; gives the sum and the milliseconds left. One step to Redis. */
const COUNT = `
local sum = redis.call('INCRBY', KEYS[1], ARGV[1])
local left = redis.call('PTTL', KEYS[1])
if left < 0 then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  left = tonumber(ARGV[2])
end
return { sum, left }`

/**
 * Live state shared by every process. While Redis is away each call fails as Unavailable, at once after the first; the
 * connection comes back by itself.
 */
export class RedisCache implements LiveCache {
  readonly kind = 'redis'
  private readonly redis: Redis
  private isLost = false

  constructor(url: string) {
    this.redis = connectRedis(url)
    this.redis.on('close', () => (this.isLost = true))
    this.redis.on('ready', () => (this.isLost = false))
  }

  get(key: string): Promise<Buffer | undefined> {
    return this.run(async () => (await this.redis.getBuffer(value(key))) ?? undefined)
  }

  async set(key: string, bytes: Buffer, ttlSeconds: number): Promise<void> {
    await this.run(() => this.redis.set(value(key), bytes, 'PX', toMilliseconds(ttlSeconds)))
  }

  touch(key: string, ttlSeconds: number): Promise<boolean> {
    return this.run(async () => (await this.redis.pexpire(value(key), toMilliseconds(ttlSeconds))) === 1)
  }

  async delete(key: string): Promise<void> {
    await this.run(() => this.redis.unlink(value(key)))
  }

  keys(prefix: string, limit: number): Promise<string[]> {
    return this.run(async () => {
      const found = new Set<string>()
      const pattern = `${value(prefix).replace(/[\\*?[\]]/g, '\\$&')}*`
      for (let cursor = ''; cursor !== '0' && found.size < limit;) {
        const [next, keys] = await this.redis.scan(cursor || '0', 'MATCH', pattern, 'COUNT', SCAN_COUNT)
        // a key may come more than once
        for (const key of keys) found.add(key.slice(value('').length))
        cursor = next
      }
      return [...found].slice(0, limit)
    })
  }

  setIfAbsent(key: string, bytes: Buffer, ttlSeconds: number): Promise<boolean> {
    return this.run(
      async () => (await this.redis.set(value(key), bytes, 'PX', toMilliseconds(ttlSeconds), 'NX')) === 'OK',
    )
  }

  async increment(key: string, by: number, ttlSeconds: number): Promise<number> {
    const [sum] = await this.count(`${PREFIX}:count:${key}`, by, ttlSeconds)
    return sum
  }

  async consume(
    key: string,
    budget: { limit: number; windowSeconds: number; points?: number },
  ): Promise<RateDecision> {
    const counter = `${PREFIX}:rate:${budgetKey(key, budget)}`
    const [consumed, leftMs] = await this.count(counter, budget.points ?? 1, budget.windowSeconds)
    return decideRate(consumed, budget.limit, leftMs)
  }

  async ping(): Promise<void> {
    await this.run(() => this.redis.ping())
  }

  async close(): Promise<void> {
    this.redis.disconnect()
  }

  private count(key: string, by: number, ttlSeconds: number): Promise<[sum: number, leftMs: number]> {
    return this.run(async () => {
      const answer = await this.redis.eval(COUNT, 1, key, by, toMilliseconds(ttlSeconds))
      return answer as [number, number]
    })
  }

  private async run<Result>(command: () => Promise<Result>): Promise<Result> {
    try {
      // only the very first connection is waited for
      if (this.isLost) throw new Error('the connection is lost')
      return await command()
    } catch (error) {
      throw new Unavailable('A part of Clipway (Redis) cannot be reached. Try again shortly.', {
        cause: error,
      })
    }
  }
}

function value(key: string): string {
  return `${PREFIX}:value:${key}`
}
