import type { Redis } from 'ioredis'
import { Unavailable } from '../../errors.ts'
import { blockKey, type BlockPlace, type HotBlocks } from './hot-blocks.ts'
import {
  CORRELATED_MS,
  EXPECTED_BONUS,
  EXPECTED_MS,
  MAX_OBJECT_SHARE,
  USE_HALF_LIFE_MS,
  type Expectation,
  type ShelfLimits,
} from './hot-shelf.ts'
import { connectRedis } from './redis-connection.ts'
import { UseHistory } from './use-history.ts'

/** Blocks by score, blocks by the time they go, and how many blocks of an object there are. */
const SCORES = 'clipway:blocks:scores'
const ENDS = 'clipway:blocks:ends'
const COUNTS = 'clipway:blocks:objects'
const BYTES = 'clipway:block:'
const REMEMBERED = 65_536
/** A name that is left from a block whose time is over is removed at one of the next puts. */
const SWEPT_AT_ONCE = 64

/**
 * Takes a block in if it is hotter than the coldest of a full shelf; one step to Redis.
 * ARGV: name, score, bytes, time to live in ms, blocks of all, object, blocks of one object
 */
const PUT = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function drop(name)
  redis.call('ZREM', KEYS[1], name)
  redis.call('ZREM', KEYS[2], name)
  local object = string.match(name, '^(.*)#%d+$')
  if redis.call('HINCRBY', KEYS[3], object, -1) <= 0 then redis.call('HDEL', KEYS[3], object) end
  redis.call('UNLINK', '${BYTES}' .. name)
end
for _, name in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now, 'LIMIT', 0, ${SWEPT_AT_ONCE})) do drop(name) end
if not redis.call('ZSCORE', KEYS[1], ARGV[1]) then
  if tonumber(redis.call('HGET', KEYS[3], ARGV[6]) or '0') >= tonumber(ARGV[7]) then return 0 end
  while redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[5]) do
    local lowest = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
    if not lowest[1] or tonumber(lowest[2]) >= tonumber(ARGV[2]) then return 0 end
    drop(lowest[1])
  end
  redis.call('HINCRBY', KEYS[3], ARGV[6], 1)
end
redis.call('SET', '${BYTES}' .. ARGV[1], ARGV[3], 'PX', ARGV[4])
redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
redis.call('ZADD', KEYS[2], now + ARGV[4], ARGV[1])
return 1`

/**
 * Hot blocks shared by every process, in one Redis. Each process scores what is used through it; the coldest by the
 * scores of all goes first. While Redis is away each call fails as Unavailable.
 */
export class RedisBlocks implements HotBlocks {
  readonly kind = 'redis'
  private readonly redis: Redis
  private readonly history: UseHistory<string>
  private readonly limits: ShelfLimits
  private isLost = false

  constructor(url: string, limits: ShelfLimits) {
    this.limits = limits
    const { halfLifeMs = USE_HALF_LIFE_MS, correlatedMs = CORRELATED_MS } = limits
    this.history = new UseHistory({ halfLifeMs, correlatedMs, entries: REMEMBERED })
    this.redis = connectRedis(url)
    this.redis.on('close', () => (this.isLost = true))
    this.redis.on('ready', () => (this.isLost = false))
  }

  use(place: BlockPlace): Promise<Buffer | undefined> {
    const name = blockKey(place)
    const score = this.history.note(name, Date.now())
    return this.run(async () => {
      const bytes = await this.redis.getexBuffer(BYTES + name, 'PX', this.limits.ttlMs)
      if (!bytes) return undefined
      this.renew(name, score)
      return bytes
    })
  }

  /** What is expected goes by itself when nobody comes. */
  put(place: BlockPlace, bytes: Buffer, next: Expectation = 'none'): Promise<boolean> {
    const { maxBytes, blockBytes, ttlMs } = this.limits
    const [name, blocks] = [blockKey(place), Math.max(1, Math.floor(maxBytes / blockBytes))]
    const ofObject = Math.max(1, Math.floor(blocks * MAX_OBJECT_SHARE))
    const score = this.history.scoreOf(name, Date.now()) + EXPECTED_BONUS[next]
    const livesMs = next === 'none' ? ttlMs : Math.min(ttlMs, EXPECTED_MS[next])
    return this.run(
      async () =>
        (await this.redis.eval(PUT, 3, SCORES, ENDS, COUNTS, name, score, bytes, livesMs, blocks, place.objectKey, ofObject)) === 1, // prettier-ignore
    )
  }

  expect(place: BlockPlace, next: Expectation): Promise<boolean> {
    const name = blockKey(place)
    const score = this.history.scoreOf(name, Date.now()) + EXPECTED_BONUS[next]
    return this.run(async () => {
      if ((await this.redis.exists(BYTES + name)) === 0) return false
      await this.redis.zadd(SCORES, 'XX', 'GT', score, name)
      return true
    })
  }

  /** Other processes may know it better: it is tried. */
  async wants(): Promise<boolean> {
    return true
  }

  async close(): Promise<void> {
    this.redis.disconnect()
  }

  /** Nobody waits for it: a score that is behind costs a better guess, and no byte. */
  private renew(name: string, score: number): void {
    const commands = this.redis.pipeline()
    commands.zadd(SCORES, 'XX', score, name)
    commands.zadd(ENDS, 'XX', Date.now() + this.limits.ttlMs, name)
    commands.exec().catch(() => undefined)
  }

  private async run<Result>(command: () => Promise<Result>): Promise<Result> {
    try {
      if (this.isLost) throw new Error('the connection is lost')
      return await command()
    } catch (error) {
      throw new Unavailable('A part of Clipway (Redis) cannot be reached. Try again shortly.', {
        cause: error,
      })
    }
  }
}
