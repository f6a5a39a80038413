import { trusted, Types, type QueryFilter } from 'mongoose'
import type { TierSettings } from '#shared/tiers'
import { systemClock, type Clock } from '../adapters/clock/index.ts'
import { getLiveCache } from '../adapters/live-cache/index.ts'
import { findHeat, findTrending } from '../tiers/find-heat.ts'
import { REVIEWED_FIELDS, tierFactsOf, type ReviewedVideo } from '../tiers/gather-facts.ts'
import { findLastUse } from '../tiers/live-use.ts'
import { requestRestore } from '../tiers/request-restore.ts'
import { setStage } from '../tiers/set-stage.ts'
import { isAfloat } from '../tiers/stage-edges.ts'
import { decideTier } from '../tiers/tier-policy.ts'
import { readTierSettings } from '../tiers/tier-settings.ts'
import { Video, type VideoDocument } from '../videos/video.model.ts'
import { findWindowedVideos } from './feed-window.ts'
import { warmThings } from './warm-things.ts'

/** Runs begin so often; of several web processes on one Redis one does it. */
export const KEEP_LIVE_SECONDS = 10
/** Of each kind at once; what is beyond stays in RELIVE, from where it plays as well. */
const MAX_LIVE = 1_000
const MAX_TRENDING = 100
const MAX_FRESH = 100

/**
 * Lets videos into LIVE and out of it: what trends, what players keep ready, and what was just uploaded; each leaves ten
 * minutes after its last use. Their beginnings are put into the cache. It runs where the cache is: in the web process.
 */
export async function keepLive(clock: Clock = systemClock): Promise<void> {
  const isMine = await getLiveCache().setIfAbsent('live-keeper', Buffer.alloc(0), KEEP_LIVE_SECONDS * 0.9)
  if (!isMine) return
  const [settings, windows] = await Promise.all([readTierSettings(), findWindowedVideos()])
  const videos = await findCandidates(settings, [...windows.keys()], clock.now())
  const heat = await findHeat(videos.map(({ _id }) => _id), clock.now()) // prettier-ignore
  const live: string[] = []
  for (const video of videos) {
    const id = video._id.toHexString()
    const lastUsedAt = video.storageStage === 'LIVE' ? await findLastUse(`videos/${video.uuid}`) : null
    const facts = tierFactsOf(video, { heat: heat.get(id), windows: windows.get(id), lastUsedAt })
    const { stage, reason, reviewAt } = decideTier(facts, settings, clock.now())
    if (stage === 'LIVE') live.push(id)
    if (stage === video.storageStage) continue
    if (!isAfloat(video.storageStage)) {
      if (stage === 'RELIVE') await requestRestore(id)
    } else if (isAfloat(stage)) {
      await setStage(video, { to: stage, reason, now: clock.now(), ...(reviewAt && { reviewAt }) })
    }
  }
  warmThings(live.map((id) => ({ kind: 'video' as const, id })))
}

/** What is in LIVE, and what may come into it. */
async function findCandidates(
  settings: TierSettings,
  windowed: string[],
  now: Date,
): Promise<ReviewedVideo[]> {
  const trending = await findTrending(settings.trendingViews, MAX_TRENDING, now)
  const named = [...new Set([...trending, ...windowed.slice(0, MAX_LIVE)])].map(
    (id) => new Types.ObjectId(id),
  )
  const freshFrom = Types.ObjectId.createFromTime(
    Math.floor(now.getTime() / 1000) - settings.freshMinutes * 60,
  )
  const find = (filter: QueryFilter<VideoDocument>, limit: number) =>
    Video.find({ ...filter, deletedAt: null }, REVIEWED_FIELDS)
      .limit(limit)
      .lean<ReviewedVideo[]>()
  const found = await Promise.all([
    find({ storageStage: 'LIVE' }, 2 * MAX_LIVE),
    find({ _id: trusted({ $in: named }) }, named.length + 1),
    find({ _id: trusted({ $gte: freshFrom }) }, MAX_FRESH),
  ])
  return [...new Map(found.flat().map((video) => [video._id.toHexString(), video])).values()]
}
