import { Types, type PipelineStage } from 'mongoose'
import { isDuplicateKey } from '../database.ts'
import { HALF_LIVES, HEAT_SPANS } from './heat.ts'
import { VideoHeat } from './video-heat.model.ts'

export interface Watching {
  views?: number
  seconds?: number
}

/**
 * Adds to how warm a video is, in one atomic write whatever stood there before. Of clips it is their video that warms.
 * `at`: when it was watched; what comes late counts as late as it is.
 */
export async function noteHeat(
  videoId: string,
  { views = 0, seconds = 0 }: Watching,
  at: Date,
): Promise<void> {
  const set = { ...warmer('views', views, at), ...warmer('seconds', seconds, at) }
  if (Object.keys(set).length === 0) return
  const _id = new Types.ObjectId(videoId)
  const write = () => VideoHeat.updateOne({ _id }, [{ $set: set }], { upsert: true, updatePipeline: true })
  try {
    await write()
  } catch (error) {
    // two that were the first at once: for the second there is a document now
    if (!isDuplicateKey(error)) throw error
    await write()
  }
}

export async function forgetHeat(videoId: string): Promise<void> {
  await VideoHeat.deleteOne({ _id: videoId })
}

/** Far below any score of our time: adding to it gives what is added. */
const NOTHING = -1e9

/** `addToScore` (heat.ts) as the database computes it. */
function warmer(field: 'views' | 'seconds', amount: number, at: Date): PipelineStage.Set['$set'] {
  if (amount <= 0) return {}
  const fields = HEAT_SPANS.map((span) => {
    const added = at.getTime() / HALF_LIVES[span] + Math.log2(amount)
    const before = { $ifNull: [`$${field}.${span}`, NOTHING] }
    const gap = { $subtract: [{ $min: [before, added] }, { $max: [before, added] }] }
    const sum = { $add: [{ $max: [before, added] }, { $log: [{ $add: [1, { $pow: [2, gap] }] }, 2] }] }
    return [`${field}.${span}`, sum] as const
  })
  return Object.fromEntries(fields)
}
