import { Types, trusted } from 'mongoose'
import type { ReachView } from '#shared/studio'
import type { UserActor } from '../accounts/actor.ts'
import { systemClock } from '../adapters/clock/index.ts'
import { DayCount } from './day-count.model.ts'
import { lastDays } from './last-days.ts'

const DAYS = 28

/** Views of one's own videos in the last 28 days and in the 28 before. Of others, and of what is missing, there are none. */
export async function findReach(actor: UserActor, ids: readonly string[]): Promise<ReachView> {
  const days = lastDays(2 * DAYS, systemClock.now())
  const targetId = trusted({ $in: ids.map((id) => new Types.ObjectId(id)) })
  const counts = await DayCount.find(
    { targetId, day: trusted({ $gte: days[0]! }), uploader: actor.userId },
    { targetId: 1, day: 1, views: 1 },
  )
    .hint({ targetId: 1, day: 1 })
    .lean()
  const items = new Map([...new Set(ids)].map((id) => [id, { id, views: 0, viewsBefore: 0 }]))
  for (const { targetId: id, day, views } of counts) {
    const item = items.get(id.toHexString())
    if (item) item[day >= days[DAYS]! ? 'views' : 'viewsBefore'] += views
  }
  return { items: [...items.values()] }
}
