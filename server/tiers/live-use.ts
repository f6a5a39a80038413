import { getLiveCache, LIVE_SECONDS } from '../adapters/live-cache/index.ts'
import { boundedCache } from '../bounded-cache.ts'

/** What is read again and again says so once in this time. */
const NOTED_MS = 30_000
const noted = boundedCache<true>({ entries: 5_000, keptMs: NOTED_MS })

/** Somebody read of this object through the LIVE tier. Nobody waits for it; lost, the video leaves LIVE a little early. */
export function noteLiveUse(objectKey: string, now: Date): void {
  if (noted.has(objectKey)) return
  noted.set(objectKey, true)
  const value = Buffer.from(String(now.getTime()))
  getLiveCache()
    .set(keyOf(objectKey), value, LIVE_SECONDS)
    .catch(() => noted.delete(objectKey))
}

/** When it was last read, to half a minute; null where that was before the LIVE time. */
export async function findLastUse(objectKey: string): Promise<Date | null> {
  const value = await getLiveCache().get(keyOf(objectKey))
  return value ? new Date(Number(value.toString())) : null
}

const keyOf = (objectKey: string) => `live-use:${objectKey}`
