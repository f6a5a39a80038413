import { trusted } from 'mongoose'
import { WatchEvent } from '../engagement/watch-event.model.ts'

/** What is older says little of what somebody likes now. */
const KEPT_DAYS = 180

export async function sweepWatchEvents(now = new Date()): Promise<number> {
  const before = new Date(now.getTime() - KEPT_DAYS * 86_400_000)
  const { deletedCount } = await WatchEvent.deleteMany({ date: trusted({ $lt: before }) })
  return deletedCount
}
