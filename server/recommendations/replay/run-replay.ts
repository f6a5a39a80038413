import { setImmediate as breathe } from 'node:timers/promises'
import { trusted } from 'mongoose'
import { systemClock } from '../../adapters/clock/index.ts'
import { newEngine, applyEvent } from '../engine/engine.ts'
import { RecommendationEvent } from '../engine/event-log.model.ts'
import { readLog } from '../engine/event-log.ts'
import { readTopics } from '../engine/follow-catalogue.ts'
import { readRecommendationSettings } from '../recommendation-settings.ts'
import { ReplayMeter } from './replay-meter.ts'
import { Replay, REPLAY_ID, type ReplayDocument } from './replay.model.ts'

/** Moments are looked at in the last part of the log, so many at most: before it the engine only learns. */
const RECENT_EVENTS = 200_000
const MAX_MOMENTS = 2_000
/** Others of this process come in between. */
const TURN_MS = 20
const TELL_MS = 1_000

/** Plays the log again by the rules that are asked for and by those in force, and keeps what either would have shown. */
export async function runReplay(
  signal: AbortSignal,
  progress: (share: number) => Promise<void>,
): Promise<void> {
  const asked = await Replay.findOneAndUpdate(
    { _id: REPLAY_ID, state: trusted({ $in: ['waiting', 'running'] }) },
    { $set: { state: 'running', progress: 0 } },
  ).lean<ReplayDocument>()
  if (!asked) return
  const mine = { _id: REPLAY_ID, state: 'running' as const, askedAt: asked.askedAt }
  const tell = async (share: number) => {
    await Replay.updateOne(mine, { $set: { progress: share } })
    await progress(share)
  }
  const meter = await replay(asked, signal, tell)
  const { moments, from, to } = meter
  const at = systemClock.now()
  const result = {
    moments,
    from: (from ?? at).toISOString(),
    to: (to ?? at).toISOString(),
    watched: meter.figures('watched'),
    current: meter.figures('current'),
    proposed: meter.figures('proposed'),
  }
  await Replay.updateOne(mine, { $set: { state: 'done', progress: 1, endedAt: at, result } })
}

async function replay(
  { settings }: ReplayDocument,
  signal: AbortSignal,
  tell: (share: number) => Promise<void>,
): Promise<ReplayMeter> {
  const [topics, current, bounds] = await Promise.all([
    readTopics(),
    readRecommendationSettings(),
    logBounds(),
  ])
  const engine = newEngine(topics)
  const meter = new ReplayMeter(engine, { current, proposed: settings })
  const recent = Math.max(bounds.first, bounds.last - RECENT_EVENTS)
  const step = Math.ceil((bounds.last - recent + 1) / MAX_MOMENTS)
  let [nextLook, turn, told] = [recent, performance.now(), performance.now()]
  for await (const events of readLog()) {
    for (const event of events) {
      if (event._id >= nextLook && meter.look(event)) nextLook = event._id + step
      applyEvent(engine, event)
      if (performance.now() - turn < TURN_MS) continue
      await breathe()
      signal.throwIfAborted()
      turn = performance.now()
      if (turn - told < TELL_MS) continue
      told = turn
      await tell((event._id - bounds.first) / (bounds.last - bounds.first + 1))
    }
  }
  return meter
}

async function logBounds(): Promise<{ first: number; last: number }> {
  const [first, last] = await Promise.all([
    RecommendationEvent.findOne({}, { _id: 1 }).sort({ _id: 1 }).lean(),
    RecommendationEvent.findOne({}, { _id: 1 }).sort({ _id: -1 }).lean(),
  ])
  return { first: first?._id ?? 0, last: last?._id ?? 0 }
}
