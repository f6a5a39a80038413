import { config } from '../../config.ts'
import { MemoryCache } from './memory.ts'
import type { LiveCache } from './port.ts'
import { RedisCache } from './redis.ts'

/** Leaves the web process well under its 220 MB. */
const MEMORY_CACHE_BYTES = 32 * 1024 * 1024

let current: LiveCache | undefined

/**
 * Hot, short-lived state: in Redis where `REDIS_URL` is set, so that all processes share it, else in this process.
 * Limits then count per process.
 */
export function getLiveCache(): LiveCache {
  return (current ??= openCache(config().redisUrl))
}

export async function closeLiveCache(): Promise<void> {
  const closing = current
  current = undefined
  await closing?.close()
}

function openCache(redisUrl: string | undefined): LiveCache {
  return redisUrl ? new RedisCache(redisUrl) : new MemoryCache({ maxBytes: MEMORY_CACHE_BYTES })
}
