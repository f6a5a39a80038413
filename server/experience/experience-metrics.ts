import { Counter, Histogram } from 'prom-client'
import type { ExperienceEvent } from '#shared/experience'
import { metrics } from '../metrics.ts'
import { FIRST_FRAME_BOUNDS } from './first-frame.ts'
import { sumsOf } from './tally-experience.ts'

const registers = [metrics]
/** Of three and five values. */
const labelNames = ['surface', 'connection'] as const

const firstFrameSeconds = new Histogram({
  name: 'clipway_first_frame_seconds',
  help: 'From the wish to see an item to its first picture, as browsers told it',
  labelNames,
  buckets: FIRST_FRAME_BOUNDS.map((milliseconds) => milliseconds / 1000),
  registers,
})
const plays = new Counter({
  name: 'clipway_plays_total',
  help: 'Items that were played, by outcome: played or failed',
  labelNames: [...labelNames, 'outcome'] as const,
  registers,
})
const playedSeconds = new Counter({
  name: 'clipway_played_seconds_total',
  help: 'Seconds that were played',
  labelNames,
  registers,
})
const rebufferSeconds = new Counter({
  name: 'clipway_rebuffer_seconds_total',
  help: 'Seconds that a picture stood still for want of data',
  labelNames,
  registers,
})
const mediaBytes = new Counter({
  name: 'clipway_media_bytes_total',
  help: 'Media bytes that browsers fetched, by use: shown or wasted',
  labelNames: [...labelNames, 'use'] as const,
  registers,
})
const frames = new Counter({
  name: 'clipway_frames_total',
  help: 'Frames, by fate: shown or dropped',
  labelNames: [...labelNames, 'fate'] as const,
  registers,
})

export function observeExperience(event: ExperienceEvent): void {
  const { surface, connection, firstFrameMs } = event
  const labels = { surface, connection }
  const sums = sumsOf(event)
  if (firstFrameMs !== null) firstFrameSeconds.observe(labels, firstFrameMs / 1000)
  plays.inc({ ...labels, outcome: event.hasFailed ? 'failed' : 'played' })
  playedSeconds.inc(labels, sums.playedMs / 1000)
  rebufferSeconds.inc(labels, sums.rebufferMs / 1000)
  mediaBytes.inc({ ...labels, use: 'shown' }, sums.shownBytes)
  mediaBytes.inc({ ...labels, use: 'wasted' }, sums.fetchedBytes - sums.shownBytes)
  frames.inc({ ...labels, fate: 'shown' }, sums.totalFrames - sums.droppedFrames)
  frames.inc({ ...labels, fate: 'dropped' }, sums.droppedFrames)
}
