import { trusted } from 'mongoose'
import { Conflict } from '../errors.ts'
import { Pack, type PackPart } from './pack.model.ts'

export interface PackGrowth {
  videoUuid: string
  revision: number
  /** How many parts the pack has before; guards against two writers. */
  partCount: number
  /** Absent when only completion is to be recorded. */
  part?: PackPart
  segmentBytes: number[]
  segmentSeconds: number[]
  peakBitrate: number
  averageBitrate: number
  isComplete: boolean
}

/**
 * Appends segments to the one rendition of an early pack. The part's bytes are in the store before.
 * @throws Conflict when another writer was there first, or the pack was completed
 */
export async function growPack(growth: PackGrowth): Promise<void> {
  const { videoUuid, revision, partCount } = growth
  const result = await Pack.updateOne(
    { videoUuid, revision, isComplete: false, moreParts: trusted({ $size: partCount - 1 }) },
    {
      $push: {
        ...(growth.part && { moreParts: growth.part }),
        'renditions.0.segmentBytes': { $each: growth.segmentBytes },
        'renditions.0.segmentSeconds': { $each: growth.segmentSeconds },
      },
      $set: {
        isComplete: growth.isComplete,
        'renditions.0.peakBitrate': growth.peakBitrate,
        'renditions.0.averageBitrate': growth.averageBitrate,
      },
    },
  )
  if (result.matchedCount === 0) throw new Conflict(`Pack ${videoUuid} revision ${revision} grew elsewhere.`)
}
