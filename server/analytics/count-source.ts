import type { CountersView, TrafficSource } from '#shared/engagement'
import type { Actor } from '../accounts/actor.ts'
import { systemClock } from '../adapters/clock/index.ts'
import { view } from '../engagement/engage.ts'
import type { EngagedItem } from '../engagement/engaged-item.ts'
import { logger } from '../logger.ts'
import { noteHeat } from '../tiers/note-heat.ts'
import { DayCount } from './day-count.model.ts'
import { dayOf } from './tally-watching.ts'

export interface SeenItem {
  secondsWatched: number
  addressGroup: string
  source?: TrafficSource
}

/**
 * Counts a view, and for the creator its day and where it came from. A process that dies between the two leaves the
 * view without its day.
 * @throws NotFound as `view`
 */
export async function viewWithSource(
  actor: Actor,
  item: EngagedItem,
  { source = 'direct', ...seen }: SeenItem,
): Promise<CountersView> {
  const { counters, isCounted } = await view(actor, item, seen)
  if (isCounted) await countDay(item, source)
  return counters
}

/** Figures that could not be written are no reason to refuse the view. */
async function countDay(item: EngagedItem, source: TrafficSource): Promise<void> {
  try {
    const { video } = item
    const now = systemClock.now()
    const day = DayCount.updateOne(
      { targetId: item.id, day: dayOf(now) },
      {
        $setOnInsert: { targetKind: item.kind, videoId: video.id, uploader: video.uploader },
        $set: { updatedAt: now },
        $inc: { views: 1, [`traffic.${source}`]: 1 },
      },
      { upsert: true },
    )
    await Promise.all([day, noteHeat(video.id, { views: 1 }, now)])
  } catch (error) {
    logger.warn({ error, target: `${item.kind}:${item.id}` }, 'the day of a view is not counted')
  }
}
