import { trusted, type Types } from 'mongoose'
import { isDuplicateKey } from '../database.ts'
import { Video } from '../videos/video.model.ts'
import { DayCount } from './day-count.model.ts'
import type { CurveTally, DayTally, Tally } from './tally-watching.ts'
import { WatchCurve } from './watch-curve.model.ts'

/** More than can be under way at once; a batch that is older than so many of one document is long finished. */
const REMEMBERED_BATCHES = 16

/** Adds what a batch counted; to a document that has it already, nothing. */
export async function addTally(tally: Tally, batch: Types.ObjectId): Promise<void> {
  const uploaders = await findUploaders(tally.days.map(({ videoId }) => videoId))
  for (const day of tally.days) {
    const uploader = uploaders.get(day.videoId)
    if (uploader) await once(() => addDay(day, uploader, batch))
  }
  for (const curve of tally.curves) await once(() => addCurve(curve, batch))
}

/**
 * A document that is there and cannot be inserted again has the batch, or was inserted by another at this moment: then
 * it takes the batch the second time.
 */
async function once(add: () => Promise<unknown>, tries = 2): Promise<void> {
  try {
    await add()
  } catch (error) {
    if (!isDuplicateKey(error)) throw error
    if (tries > 1) await once(add, tries - 1)
  }
}

function addDay(
  { targetKind, targetId, videoId, day, plays, secondsWatched }: DayTally,
  uploader: Types.ObjectId,
  batch: Types.ObjectId,
) {
  return DayCount.updateOne(
    { targetId, day, batches: trusted({ $ne: batch }) },
    {
      $setOnInsert: { targetKind, videoId, uploader },
      $set: { updatedAt: new Date() },
      $inc: { plays, secondsWatched },
      $push: { batches: { $each: [batch], $slice: -REMEMBERED_BATCHES } },
    },
    { upsert: true },
  )
}

function addCurve({ targetId, videoId, part, plays, seconds }: CurveTally, batch: Types.ObjectId) {
  const counts = [...seconds].map(([second, times]) => [`seconds.${second}`, times])
  return WatchCurve.updateOne(
    { targetId, part, batches: trusted({ $ne: batch }) },
    {
      $setOnInsert: { videoId },
      $inc: { plays, ...(Object.fromEntries(counts) as Record<string, number>) },
      $push: { batches: { $each: [batch], $slice: -REMEMBERED_BATCHES } },
    },
    { upsert: true },
  )
}

async function findUploaders(videoIds: string[]): Promise<Map<string, Types.ObjectId>> {
  const videos = await Video.find({ _id: trusted({ $in: [...new Set(videoIds)] }) }, { uploader: 1 }).lean()
  return new Map(videos.map(({ _id, uploader }) => [_id.toHexString(), uploader]))
}
