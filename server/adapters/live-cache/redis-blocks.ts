import type { Redis } from 'ioredis'
import { Unavailable } from '../../errors.ts'
import { blockKey, type BlockPart, type BlockPlace, type HotBlocks } from './hot-blocks.ts'
import {
  CORRELATED_MS,
  EXPECTED_BONUS,
  EXPECTED_MS,
  MAX_OBJECT_SHARE,
  OWN_MARGIN,
  USE_HALF_LIFE_MS,
  type Expectation,
  type ShelfLimits,
} from './hot-shelf.ts'
import { connectRedis } from './redis-connection.ts'
import { UseHistory } from './use-history.ts'

/** Blocks by score, blocks by the time they go, and the blocks of each object. */
const SCORES = 'clipway:blocks:scores'
const ENDS = 'clipway:blocks:ends'
const OF_OBJECT = 'clipway:blocks:of:'
const BYTES = 'clipway:block:'
const REMEMBERED = 65_536
/** Fits one reading of a socket, so that it is passed on without being put together. */
const LEAD_BYTES = 32 * 1024
/** Parts under way to one client. */
const AHEAD = 4
/** A name that is left from a block whose time is over is removed at one of the next puts. */
const SWEPT_AT_ONCE = 64

/** An object has a few hundred blocks at most. */
const COLDEST_OF = `
local function coldestOf(object)
  local coldest, least
  for _, name in ipairs(redis.call('SMEMBERS', '${OF_OBJECT}' .. object)) do
    local score = tonumber(redis.call('ZSCORE', KEYS[1], name) or -1e300)
    if not least or score < least then coldest, least = name, score end
  end
  return coldest, least
end`

/**
 * Takes a block in if it is hotter than the coldest of a full shelf, or by the margin than that of its own object where
 * this has its share; one step to Redis.
 * ARGV: name, score, bytes, time to live in ms, blocks of all, object, blocks of one object, score less the margin
 */
const PUT = `${COLDEST_OF}
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function drop(name)
  redis.call('ZREM', KEYS[1], name)
  redis.call('ZREM', KEYS[2], name)
  redis.call('SREM', '${OF_OBJECT}' .. string.match(name, '^(.*)#%d+$'), name)
  redis.call('UNLINK', '${BYTES}' .. name)
end
for _, name in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now, 'LIMIT', 0, ${SWEPT_AT_ONCE})) do drop(name) end
if not redis.call('ZSCORE', KEYS[1], ARGV[1]) then
  while redis.call('SCARD', '${OF_OBJECT}' .. ARGV[6]) >= tonumber(ARGV[7]) do
    local coldest, least = coldestOf(ARGV[6])
    if least >= tonumber(ARGV[8]) then return 0 end
    drop(coldest)
  end
  while redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[5]) do
    local lowest = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
    if not lowest[1] or tonumber(lowest[2]) >= tonumber(ARGV[2]) then return 0 end
    drop(lowest[1])
  end
  redis.call('SADD', '${OF_OBJECT}' .. ARGV[6], ARGV[1])
end
redis.call('SET', '${BYTES}' .. ARGV[1], ARGV[3], 'PX', ARGV[4])
redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
redis.call('ZADD', KEYS[2], now + ARGV[4], ARGV[1])
return 1`

/**
 * Whether PUT would take a block in; those whose time is over are in nobody's way.
 * ARGV: score, blocks of all, object, blocks of one object, score less the margin
 */
const WANTS = `${COLDEST_OF}
if redis.call('SCARD', '${OF_OBJECT}' .. ARGV[3]) >= tonumber(ARGV[4]) then
  local _, least = coldestOf(ARGV[3])
  if least < tonumber(ARGV[5]) then return 1 end
  return 0
end
local time = redis.call('TIME')
local over = redis.call('ZCOUNT', KEYS[2], '-inf', time[1] * 1000 + math.floor(time[2] / 1000))
if redis.call('ZCARD', KEYS[1]) - over < tonumber(ARGV[2]) then return 1 end
local lowest = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
if lowest[1] and tonumber(lowest[2]) < tonumber(ARGV[1]) then return 1 end
return 0`

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

  /** What comes next is not noted: nobody would take the note away again when it does not come. */
  use(place: BlockPlace): Promise<Buffer | undefined> {
    const name = blockKey(place)
    const score = this.history.note(name, Date.now())
    return this.run(async () => {
      const bytes = await this.redis.getBuffer(BYTES + name)
      if (!bytes) return undefined
      this.renewAll([name], [score])
      return bytes
    })
  }

  /**
   * The first bytes are asked for together with whether all are there, and are few, so that an answer begins after one
   * short reply; the rest is under way while they are sent.
   */
  async take(parts: readonly BlockPart[]): Promise<AsyncIterable<Buffer | undefined> | null> {
    const [first, ...others] = parts
    if (!first) return null
    const names = parts.map(({ place }) => blockKey(place))
    const scores = names.map((name) => this.history.note(name, Date.now()))
    return await this.run(async () => {
      const lead = { ...first, to: Math.min(first.to, first.from + LEAD_BYTES) }
      const [there, begun] = await Promise.all([
        this.redis.exists(...names.map((name) => BYTES + name)),
        this.part(lead),
      ])
      if (there < new Set(names).size || !begun) return null
      const rest = lead.to < first.to ? [{ ...first, from: lead.to }] : []
      const following = this.follow(begun, [...rest, ...others])
      this.renewAll(names, scores)
      return following
    })
  }

  /** A few parts are asked for ahead of the one that is sent. */
  private async *follow(first: Buffer, parts: BlockPart[]): AsyncGenerator<Buffer | undefined> {
    const asked = parts.slice(0, AHEAD).map((part) => this.part(part))
    yield first
    for (let index = 0; index < parts.length; index++) {
      const next = parts[index + AHEAD]
      if (next) asked.push(this.part(next))
      yield await asked[index]
    }
  }

  /** Undefined where it is not there, or Redis is away in the middle of an answer. */
  private async part({ place, from, to }: BlockPart): Promise<Buffer | undefined> {
    const bytes = await this.redis
      .getrangeBuffer(BYTES + blockKey(place), from, to - 1)
      .catch(() => undefined)
    return bytes?.length === to - from ? bytes : undefined
  }

  /** What is expected goes by itself when nobody comes. */
  put(place: BlockPlace, bytes: Buffer, next: Expectation = 'none'): Promise<boolean> {
    const { ttlMs } = this.limits
    const { blocks, ofObject } = this.room()
    const name = blockKey(place)
    const score = this.history.scoreOf(name, Date.now()) + EXPECTED_BONUS[next]
    const livesMs = next === 'none' ? ttlMs : Math.min(ttlMs, EXPECTED_MS[next])
    return this.run(
      async () =>
        (await this.redis.eval(PUT, 2, SCORES, ENDS, name, score, bytes, livesMs, blocks, place.objectKey, ofObject, score - OWN_MARGIN[next])) === 1, // prettier-ignore
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

  /** By the scores of all processes. */
  wants(place: BlockPlace, next: Expectation): Promise<boolean> {
    const { blocks, ofObject } = this.room()
    const score = this.history.scoreOf(blockKey(place), Date.now()) + EXPECTED_BONUS[next]
    return this.run(
      async () =>
        (await this.redis.eval(WANTS, 2, SCORES, ENDS, score, blocks, place.objectKey, ofObject, score - OWN_MARGIN[next])) === 1, // prettier-ignore
    )
  }

  async close(): Promise<void> {
    this.redis.disconnect()
  }

  private room(): { blocks: number; ofObject: number } {
    const { maxBytes, blockBytes } = this.limits
    const blocks = Math.max(1, Math.floor(maxBytes / blockBytes))
    return { blocks, ofObject: Math.max(1, Math.floor(blocks * MAX_OBJECT_SHARE)) }
  }

  /** Nobody waits for it: a score that is behind costs a better guess, and no byte. */
  private renewAll(names: string[], scores: number[]): void {
    const { ttlMs } = this.limits
    const endsAt = Date.now() + ttlMs
    const commands = this.redis.pipeline()
    for (const name of names) commands.pexpire(BYTES + name, ttlMs)
    commands.zadd(SCORES, 'XX', ...names.flatMap((name, index) => [scores[index]!, name]))
    commands.zadd(ENDS, 'XX', ...names.flatMap((name) => [endsAt, name]))
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
