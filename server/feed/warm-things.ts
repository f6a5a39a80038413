import { Types } from 'mongoose'
import type { FeedThing } from '#shared/feed'
import { findClipFacts } from '../delivery/clip-facts.ts'
import { findPackIndex } from '../delivery/pack-index.ts'
import type { Stretch } from '../delivery/segment-span.ts'
import { findVideoFacts } from '../delivery/video-facts.ts'
import { logger } from '../logger.ts'
import { warmLiveRange } from '../tiers/live-range.ts'
import { isAfloat } from '../tiers/stage-edges.ts'
import { Video } from '../videos/video.model.ts'
import { hasHints, playbackHints } from './playback-hints.ts'

/** More than one is read at a time, and never so many that those who watch would wait. */
const AT_ONCE = 2
/** What comes while so much is waiting is left out: its players read it as well. */
const MAX_WAITING = 200

const waiting: FeedThing[] = []
let running = 0

/**
 * Puts the beginnings of what players are about to show into the LIVE tier: what they will ask for first, which is the
 * first segment of the lowest rendition. Nobody waits for it.
 */
export function warmThings(things: readonly FeedThing[]): void {
  waiting.push(...things.slice(0, Math.max(0, MAX_WAITING - waiting.length)))
  while (running < AT_ONCE && waiting.length > 0) void work()
}

async function work(): Promise<void> {
  running++
  for (let thing = waiting.shift(); thing; thing = waiting.shift()) {
    await warmThing(thing).catch((error: unknown) => logger.debug({ error, thing }, 'not warmed'))
  }
  running--
}

/** What sank is not warmed: it is brought back first. */
export async function warmThing(thing: FeedThing): Promise<void> {
  const place = thing.kind === 'clip' ? await findClipFacts(thing.id) : await findWhole(thing.id)
  const video = place && (await findVideoFacts(place.videoUuid))
  if (!video || !isAfloat(video.storageStage)) return
  const pack = video.packRevision > 0 ? await findPackIndex(video.uuid, video.packRevision) : null
  if (!pack || !hasHints(pack)) return
  const lowest = playbackHints(pack, place, { playlistURL: '', posterURL: '' }).renditions[0]!
  const end = lowest.firstOffset + (lowest.segmentBytes[0] ?? 0) - 1
  const [start, initEnd] = lowest.initRange
  await warmLiveRange(pack, { start, end: initEnd })
  await warmLiveRange(pack, { start: lowest.firstOffset, end })
}

async function findWhole(videoId: string): Promise<(Stretch & { videoUuid: string }) | null> {
  const video = await Video.findById(new Types.ObjectId(videoId), { uuid: 1, duration: 1 }).lean()
  return video && { videoUuid: video.uuid, startSeconds: 0, endSeconds: video.duration }
}
