import { trusted } from 'mongoose'
import { announceChange } from '../changes.ts'
import { Recommendation } from './recommendation.model.ts'

const KEPT_DAYS = 30
const AT_ONCE = 1_000

/** Queues of people who were not here for a month: made again once they watch something. What its owner put there stays. */
export async function sweepQueues(now = new Date()): Promise<void> {
  const border = new Date(now.getTime() - KEPT_DAYS * 86_400_000)
  const rows = await Recommendation.find({ builtAt: trusted({ $lt: border }) }, { _id: 1, userId: 1 })
    .sort({ builtAt: 1 })
    .limit(AT_ONCE)
    .lean()
  await Recommendation.deleteMany({
    _id: trusted({ $in: rows.map(({ _id }) => _id) }),
    builtAt: trusted({ $lt: border }),
  })
  announceChange('queues', { userIds: rows.map(({ userId }) => userId.toHexString()) })
}
