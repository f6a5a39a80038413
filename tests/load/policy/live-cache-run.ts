import { HotShelf, type Expectation } from '#server/adapters/live-cache/hot-shelf'
import { Audience, type AudienceSize } from './audience.ts'
import { beladyHits } from './belady.ts'
import { BLOCK_BYTES, BLOCKS_PER_VIDEO, requestsOf, type BlockEvent } from './block-requests.ts'
import { Lru } from './lru.ts'

const TTL_MS = 600_000
/** The beginning of a video is asked for by many who never play it: nothing is read ahead there (live-range.ts). */
const BEGINNING_BLOCKS = 2

export interface LiveFigures {
  requests: number
  live: number
  /** The same, without windows and reading ahead. */
  demandOnly: number
  lru: number
  belady: number
  /** Blocks read from the object store for each request. */
  readsEach: number
  lruReadsEach: number
}

/** What players ask for in some days, in its order. */
export function liveTrace(
  size: AudienceSize,
  days: readonly number[],
): { events: BlockEvent[]; audience: Audience } {
  const audience = new Audience(size)
  const events: BlockEvent[] = []
  let lane = 0
  for (const day of days) {
    for (const session of audience.sessionsOn(day)) events.push(...requestsOf(session, audience, lane++))
  }
  return { events: events.sort((a, b) => a.atMs - b.atMs), audience }
}

/** The LIVE cache's own shelf on these requests, beside LRU and the best that fetching on demand could do. */
export function runLive(events: readonly BlockEvent[], audience: Audience, bytes: number): LiveFigures {
  const capacity = Math.floor(bytes / BLOCK_BYTES)
  const trace = Int32Array.from(
    events.filter(({ isWindow }) => !isWindow),
    ({ block }) => block,
  )
  const lru = new Lru(capacity)
  for (const block of trace) lru.use(block)
  const live = runShelf(events, audience, capacity, true)
  const demand = runShelf(events, audience, capacity, false)
  const requests = trace.length
  return {
    requests,
    live: live.hits / requests,
    demandOnly: demand.hits / requests,
    lru: lru.hits / requests,
    belady: beladyHits(trace, capacity) / requests,
    readsEach: live.reads / requests,
    lruReadsEach: 1 - lru.hits / requests,
  }
}

function runShelf(events: readonly BlockEvent[], audience: Audience, capacity: number, isWarmed: boolean) {
  const shelf = new HotShelf<number, true>({ maxBytes: capacity, blockBytes: 1, ttlMs: TTL_MS })
  let [hits, reads] = [0, 0]
  const item = (key: number, video: number) => ({ key, object: -1 - video, value: true as const, bytes: 1 })
  const warm = (key: number, video: number, atMs: number, next: Expectation) => {
    if (!isWarmed || shelf.expect(key, atMs, next) || !shelf.wants({ key, object: -1 - video }, atMs, next))
      return
    reads++
    shelf.put(item(key, video), atMs, next)
  }
  for (const { atMs, video, block, isPartial, isWindow } of events) {
    if (isWindow) {
      warm(block, video, atMs, 'window')
      continue
    }
    const next = isPartial ? 'soon' : 'none'
    if (shelf.use(block, atMs, next)) hits++
    else {
      reads++
      shelf.put(item(block, video), atMs, next)
    }
    const place = block - video * BLOCKS_PER_VIDEO
    const hasMore = (place + 1) * BLOCK_BYTES < audience.sizeBytes[video]!
    if (place >= BEGINNING_BLOCKS && hasMore) warm(block + 1, video, atMs, 'soon')
  }
  return { hits, reads }
}
