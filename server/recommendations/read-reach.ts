import { Types, trusted, type PipelineStage } from 'mongoose'
import { SCORE_FACTORS, type ReachReason, type ReachView } from '#shared/recommendations'
import type { Actor } from '../accounts/actor.ts'
import { systemClock } from '../adapters/clock/index.ts'
import { Clip } from '../clips/clip.model.ts'
import { getClip } from '../clips/get-clip.ts'
import { NotFound } from '../errors.ts'
import { getVideo } from '../videos/get-video.ts'
import { canEdit } from '../videos/video-policy.ts'
import { lastDays } from './last-days.ts'
import { readMultipliers } from './read-multipliers.ts'
import { ReachDay } from './reach-day.model.ts'

/** With its clips. @throws NotFound for a video that is missing or another's */
export async function readVideoReach(actor: Actor, id: string, days: number): Promise<ReachView> {
  const video = await getVideo(actor, id)
  if (!canEdit(actor, video)) throw new NotFound('There is no such video.')
  const hasClips = await Clip.exists({ videoId: id })
  const now = hasClips ? null : await readMultipliers([{ id, thing: video, video }])
  return { ...(await sumReach({ videoId: new Types.ObjectId(id) }, days)), now: now?.get(id) ?? null }
}

/** @throws NotFound for a clip that is missing or another's */
export async function readClipReach(actor: Actor, id: string, days: number): Promise<ReachView> {
  const { clip, video } = await getClip(actor, id)
  if (!canEdit(actor, video)) throw new NotFound('There is no such clip.')
  const now = await readMultipliers([{ id, thing: clip, video }])
  return { ...(await sumReach({ itemId: new Types.ObjectId(id) }, days)), now: now.get(id) ?? null }
}

type Of = { videoId: Types.ObjectId } | { itemId: Types.ObjectId }

async function sumReach(of: Of, days: number): Promise<Omit<ReachView, 'now'>> {
  const first = lastDays(days, systemClock.now())[0]!
  const match: PipelineStage = { $match: { ...of, day: trusted({ $gte: first }) } }
  const [sums, reasons, factors, deltas] = await Promise.all([
    ReachDay.aggregate<Sums>([match, { $group: { _id: null, ...SUMS } }]),
    sumByName<ReasonSums>(match, 'reasons', { plays: { $sum: '$each.v.plays' }, reward: { $sum: '$each.v.reward' } }), // prettier-ignore
    sumByName<ValueSum>(match, 'factors', { value: { $sum: '$each.v' } }),
    sumByName<ValueSum>(match, 'deltas', { value: { $sum: '$each.v' } }),
  ])
  const { plays = 0, recommended = 0, watch = 0, reward = 0 } = sums[0] ?? {}
  const average = (sum: number | undefined) => (recommended > 0 ? rounded((sum ?? 0) / recommended) : 0)
  const factorSums = new Map(factors.map(({ _id, value }) => [_id, value]))
  return {
    plays,
    recommended,
    watch: plays > 0 ? rounded(watch / plays) : 0,
    reward: plays > 0 ? rounded(reward / plays) : 0,
    reasons: presentReasons(reasons),
    factors: SCORE_FACTORS.map((name) => ({ name, average: average(factorSums.get(name)) })),
    applied: {
      multiplier: recommended > 0 ? average(factorSums.get('multiplier')) : 1,
      deltas: deltas.map(({ _id, value }) => ({ code: _id as never, average: average(value) })),
    },
  }
}

interface Sums {
  plays: number
  recommended: number
  watch: number
  reward: number
}
const SUMS = {
  plays: { $sum: '$plays' },
  recommended: { $sum: '$recommended' },
  watch: { $sum: '$watch' },
  reward: { $sum: '$reward' },
}
interface ValueSum {
  _id: string
  value: number
}
interface ReasonSums {
  _id: string
  plays: number
  reward: number
}

/** Over all rows, of a field that is an object: its values by their names. */
function sumByName<Sum>(
  match: PipelineStage,
  field: string,
  sums: Record<string, { $sum: string }>,
): Promise<Sum[]> {
  return ReachDay.aggregate<Sum>([
    match,
    { $project: { each: { $objectToArray: `$${field}` } } },
    { $unwind: '$each' },
    { $group: { _id: '$each.k', ...sums } },
  ]).exec()
}

/** Most plays first. */
export function presentReasons(sums: readonly ReasonSums[]): ReachReason[] {
  return sums
    .map(({ _id, plays, reward }) => ({
      code: _id as ReachReason['code'],
      plays,
      reward: rounded(reward / Math.max(1, plays)),
    })) // prettier-ignore
    .sort((a, b) => b.plays - a.plays || (a.code < b.code ? -1 : 1))
}

const rounded = (value: number) => Math.round(value * 1000) / 1000
