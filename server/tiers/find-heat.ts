import type { Types } from 'mongoose'
import { trusted } from 'mongoose'
import { coolCounts, HALF_LIVES, NO_HEAT, type Heat } from './heat.ts'
import { VideoHeat, type VideoHeatDocument } from './video-heat.model.ts'

/** By video; where nothing was ever counted, none. */
export async function findHeat(videoIds: readonly Types.ObjectId[], now: Date): Promise<Map<string, Heat>> {
  if (videoIds.length === 0) return new Map()
  const rows = await VideoHeat.find({ _id: trusted({ $in: videoIds }) }).lean<VideoHeatDocument[]>()
  return new Map(rows.map((row) => [row._id.toHexString(), heatOf(row, now)]))
}

/** The hottest of this hour, hottest first, as far as they have at least `views` (heat.ts). */
export async function findTrending(views: number, limit: number, now: Date): Promise<string[]> {
  const bar = now.getTime() / HALF_LIVES.hour + Math.log2(views)
  const rows = await VideoHeat.find({ 'views.hour': trusted({ $gte: bar }) }, { _id: 1 })
    .sort({ 'views.hour': -1 })
    .limit(limit)
    .lean()
  return rows.map(({ _id }) => _id.toHexString())
}

export function heatOf(row: Partial<VideoHeatDocument> | undefined, now: Date): Heat {
  if (!row) return NO_HEAT
  return {
    views: coolCounts(row.views ?? {}, now.getTime()),
    seconds: coolCounts(row.seconds ?? {}, now.getTime()),
  }
}
