import { config } from '../../config.ts'
import type { HotBlocks } from './hot-blocks.ts'
import { MemoryBlocks } from './memory-blocks.ts'
import { MemoryCache } from './memory.ts'
import type { LiveCache } from './port.ts'
import { RedisBlocks } from './redis-blocks.ts'
import { RedisCache } from './redis.ts'

/** With the blocks below, leaves the web process well under its 220 MB. */
const MEMORY_CACHE_BYTES = 8 * 2 ** 20
/** Blocks are kept for so long after their last use. */
export const LIVE_SECONDS = 600
/**
 * Small enough that one is read and sent at once, large enough that a segment is a few: 256 KiB are the first seconds of
 * the lowest renditions.
 */
export const LIVE_BLOCK_BYTES = 256 * 1024

let current: LiveCache | undefined
let currentBlocks: HotBlocks | undefined

/**
 * Hot, short-lived state: in Redis where `REDIS_URL` is set, so that all processes share it, else in this process.
 * Limits then count per process.
 */
export function getLiveCache(): LiveCache {
  return (current ??= openCache(config().redisUrl))
}

/** The LIVE tier's blocks of media: in Redis where `REDIS_URL` is set, else in this process. */
export function getHotBlocks(): HotBlocks {
  return (currentBlocks ??= openBlocks())
}

export async function closeLiveCache(): Promise<void> {
  const closing = [current, currentBlocks]
  current = undefined
  currentBlocks = undefined
  await Promise.all(closing.map((each) => each?.close()))
}

function openBlocks(): HotBlocks {
  const { redisUrl, liveCacheBytes } = config()
  const limits = { maxBytes: liveCacheBytes, blockBytes: LIVE_BLOCK_BYTES, ttlMs: LIVE_SECONDS * 1000 }
  return redisUrl ? new RedisBlocks(redisUrl, limits) : new MemoryBlocks(limits)
}

function openCache(redisUrl: string | undefined): LiveCache {
  return redisUrl ? new RedisCache(redisUrl) : new MemoryCache({ maxBytes: MEMORY_CACHE_BYTES })
}
