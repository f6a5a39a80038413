import { trusted } from 'mongoose'
import { enqueue } from '../jobs/enqueue.ts'
import { Video } from '../videos/video.model.ts'

/** A video whose job was asked for is picked up within seconds; one this old may have lost it. */
const OVERDUE_MS = 5 * 60 * 1000
const BATCH = 100

/** Asks again for the first rendition of videos that wait for it too long; one whose job waits or runs is untouched. */
export async function reconcilePreparing(): Promise<void> {
  const uploadDate = trusted({ $lt: new Date(Date.now() - OVERDUE_MS) })
  const overdue = await Video.find({ state: 'preparing', deletedAt: null, uploadDate }, { _id: 1 })
    .limit(BATCH)
    .lean<{ _id: { toHexString(): string } }[]>()
  for (const { _id } of overdue) await enqueue('publish-first', { videoId: _id.toHexString() })
}
