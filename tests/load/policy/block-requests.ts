import { BYTES_PER_SECOND, type Audience, type Session } from './audience.ts'

/** Of the LIVE tier. */
export const BLOCK_BYTES = 256 * 1024
export const BLOCKS_PER_VIDEO = 2 ** 10
/** Of the feed, on each side of what is played. */
const WINDOW = 5
const SEGMENT_SECONDS = 4
/** From a swipe to the report of the window. */
const REPORT_MS = 100
/** What a player fetches ahead of its playing. */
const BUFFER_SECONDS = 12

/** A request for a block. */
export interface BlockEvent {
  atMs: number
  video: number
  block: number
  /** Of this block only the beginning was asked for: the rest follows with the next segment. */
  isPartial?: boolean
  /** No request: a player's report of its window, which now holds this block. */
  isWindow?: boolean
}

/**
 * What the players of a session ask the server for: the first segment of what comes into the window, in the lowest
 * rendition, and of what is played its segments in the one that the network carries, a little ahead of the picture.
 */
export function requestsOf(
  { startMs, videos, seconds }: Session,
  audience: Audience,
  lane: number,
): BlockEvent[] {
  const events: BlockEvent[] = []
  const rendition = lane % 3 === 0 ? 0 : 1
  let atMs = startMs
  for (const [index, video] of videos.entries()) {
    for (let ahead = index === 0 ? 1 : WINDOW; ahead <= WINDOW; ahead++) {
      const next = videos[index + ahead]
      if (next === undefined) continue
      events.push({ atMs: atMs + REPORT_MS, video: next, block: next * BLOCKS_PER_VIDEO, isWindow: true })
      addRange(events, next, atMs + 400 * ahead, 0, SEGMENT_SECONDS * BYTES_PER_SECOND[0]!)
    }
    play(events, audience, { video, atMs, seconds: seconds[index]!, rendition })
    atMs += seconds[index]! * 1000
  }
  return events
}

interface Play {
  video: number
  atMs: number
  seconds: number
  rendition: number
}

function play(events: BlockEvent[], audience: Audience, { video, atMs, seconds, rendition }: Play): void {
  const duration = audience.durationSeconds[video]!
  const rate = BYTES_PER_SECOND[rendition]!
  const start = rendition === 0 ? 0 : duration * BYTES_PER_SECOND[0]!
  const until = Math.min(duration, seconds + BUFFER_SECONDS)
  for (let from = 0; from < until; from += SEGMENT_SECONDS) {
    const to = Math.min(duration, from + SEGMENT_SECONDS)
    const askedMs = atMs + Math.max(0, from - BUFFER_SECONDS) * 1000
    addRange(events, video, askedMs, start + from * rate, start + to * rate)
  }
}

/** One request for each block: what a range touches. */
function addRange(events: BlockEvent[], video: number, atMs: number, from: number, to: number): void {
  for (let block = Math.floor(from / BLOCK_BYTES); block * BLOCK_BYTES < to; block++) {
    events.push({
      atMs,
      video,
      block: video * BLOCKS_PER_VIDEO + block,
      isPartial: (block + 1) * BLOCK_BYTES > to,
    })
  }
}
