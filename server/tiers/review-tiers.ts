import { trusted, type QueryFilter } from 'mongoose'
import type { TierSettings } from '#shared/tiers'
import { systemClock, type Clock } from '../adapters/clock/index.ts'
import { Video, type VideoDocument } from '../videos/video.model.ts'
import { findHeat } from './find-heat.ts'
import { findArchiveFill, REVIEWED_FIELDS, tierFactsOf, type ReviewedVideo } from './gather-facts.ts'
import { readPressedSettings } from './sample-tiers.ts'
import { decideTier, type TierDecision } from './tier-policy.ts'

import { noteDecision } from './wanted-moves.ts'

/** EXPIRING goes by its collection's deadlines, AWAITING_PUSH by somebody's copy, LIVE by the cache (settle-live.ts). */
const REVIEWED_STAGES = ['RELIVE', 'ARCHIVE'] as const
type ReviewedStage = (typeof REVIEWED_STAGES)[number]
const BATCH = 200
/** Batches of one stage in one run: what is left waits for the next, a minute later. */
const BATCHES = 25

/**
 * Looks again at the videos whose time has come, and writes down where each should lie and when to look next. Two runs at
 * once do no harm: what is written names what was read.
 * @returns how many were looked at
 */
export async function reviewTiers(signal?: AbortSignal, clock: Clock = systemClock): Promise<number> {
  const settings = await readPressedSettings()
  const archiveFill = await findArchiveFill(settings)
  let reviewed = 0
  for (const stage of REVIEWED_STAGES) {
    for (let batch = 0; batch < BATCHES && !signal?.aborted; batch++) {
      const videos = await findDue(stage, clock.now())
      if (videos.length === 0) break
      reviewed += await reviewBatch(videos, settings, archiveFill, clock.now())
    }
  }
  return reviewed
}

/** What was never looked at has no time and comes first. */
async function findDue(stage: ReviewedStage, now: Date): Promise<ReviewedVideo[]> {
  const unseen = await findByTime(stage, null)
  return unseen.length > 0 ? unseen : await findByTime(stage, trusted({ $lte: now }))
}

function findByTime(
  storageStage: ReviewedStage,
  storageReviewAt: QueryFilter<VideoDocument>['storageReviewAt'],
) {
  return Video.find({ storageStage, storageReviewAt, deletedAt: null }, REVIEWED_FIELDS)
    .sort({ storageReviewAt: 1 })
    .limit(BATCH)
    .lean<ReviewedVideo[]>()
}

async function reviewBatch(
  videos: ReviewedVideo[],
  settings: TierSettings,
  archiveFill: number,
  now: Date,
): Promise<number> {
  const heat = await findHeat(videos.map(({ _id }) => _id), now) // prettier-ignore
  const writes = videos.map((video) => {
    const facts = tierFactsOf(video, { heat: heat.get(video._id.toHexString()), archiveFill })
    return noteDecision(video, whileItStands(decideTier(facts, settings, now), video, now))
  })
  await Video.bulkWrite(writes, { ordered: false })
  return videos.length
}

const DAY_MS = 86_400_000

/** A wish that nobody could fulfil is looked at again tomorrow: meanwhile somebody may watch. */
function whileItStands(decision: TierDecision, video: ReviewedVideo, now: Date): TierDecision {
  if (decision.stage === video.storageStage) return decision
  return { ...decision, reviewAt: new Date(now.getTime() + DAY_MS) }
}
