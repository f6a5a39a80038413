import { trusted } from 'mongoose'
import type { RecommendationSettings, ReplayView } from '#shared/recommendations'
import { getQueue } from '../../adapters/queue/index.ts'
import { systemClock } from '../../adapters/clock/index.ts'
import { isDuplicateKey } from '../../database.ts'
import { Conflict } from '../../errors.ts'
import { JOBS } from '../../jobs/catalog.ts'
import { enqueue } from '../../jobs/enqueue.ts'
import { Replay, REPLAY_ID, type ReplayDocument } from './replay.model.ts'

const UNDER_WAY = trusted({ $in: ['waiting' as const, 'running' as const] })
const ENDED = trusted({ $in: ['done' as const, 'failed' as const, 'cancelled' as const] })

/**
 * Has the log played again by other rules.
 * @throws Conflict while another is under way
 */
export async function askReplay(settings: RecommendationSettings): Promise<ReplayView> {
  const fresh = { state: 'waiting' as const, progress: 0, settings, askedAt: systemClock.now(), endedAt: null, result: null } // prettier-ignore
  try {
    await Replay.updateOne({ _id: REPLAY_ID, state: ENDED }, { $set: fresh }, { upsert: true })
  } catch (error) {
    if (!isDuplicateKey(error)) throw error
    throw new Conflict('The log is being replayed already. Wait for it, or cancel it first.')
  }
  return getReplay()
}

export async function getReplay(): Promise<ReplayView> {
  const row = await Replay.findById(REPLAY_ID).lean<ReplayDocument>()
  if (!row) return { state: 'none', progress: 0, settings: null, endedAt: null, result: null }
  // once more does no harm: one that was cancelled may have taken the job of its successor with it
  if (row.state === 'waiting') await enqueue('replay-recommendations', {})
  const { state, progress, settings, endedAt, result } = row
  return { state, progress, settings, endedAt: endedAt?.toISOString() ?? null, result }
}

/** Nothing where none is under way. */
export async function cancelReplay(): Promise<ReplayView> {
  await Replay.updateOne(
    { _id: REPLAY_ID, state: UNDER_WAY },
    { $set: { state: 'cancelled', endedAt: systemClock.now() } },
  )
  await getQueue().cancel(JOBS['replay-recommendations'].key())
  return getReplay()
}

/** Last words of a job that gave up. */
export async function failReplay(): Promise<void> {
  await Replay.updateOne(
    { _id: REPLAY_ID, state: UNDER_WAY },
    { $set: { state: 'failed', endedAt: systemClock.now() } },
  )
}
