import type { SignalStretch } from '../videos/video-signals.model.ts'
import type { ClipEdge } from './clip-edges.ts'

export interface ScoreFacts {
  durationSeconds: number
  sceneCuts: readonly number[]
  silences: readonly SignalStretch[]
  blacks: readonly SignalStretch[]
  energy: readonly number[]
  secondsPerEnergy: number
}

/** Between learning something and losing somebody. */
const IDEAL_SECONDS = 35
/** From here on more cuts make a stretch no livelier. */
const MANY_CUTS_A_MINUTE = 10
const MOST_BLACK_SHARE = 0.3
const MOST_SILENT_SHARE = 0.7
/** A video that is silent nearly throughout is one without sound: silence says nothing in it. */
const SOUNDLESS_SHARE = 0.9

/**
 * Points of a window from one edge to another, 0 to 1, to the thousandth: loudness, cuts, length and how plain its ends
 * are; nothing for one that is mostly black or silent. Each call takes the same short time however long the video is.
 */
export function windowScorer(facts: ScoreFacts): (start: ClipEdge, end: ClipEdge) => number {
  const silentUpTo = coveredUpTo(facts.silences)
  const blackUpTo = coveredUpTo(facts.blacks)
  const isSoundless = silentUpTo(facts.durationSeconds) > SOUNDLESS_SHARE * facts.durationSeconds
  const energyOf = meanEnergy(facts)
  const cutsBefore = (at: number) => countUpTo(facts.sceneCuts, at)

  return (start, end) => {
    const length = end.at - start.at
    const silent = isSoundless ? 0 : (silentUpTo(end.at) - silentUpTo(start.at)) / length
    const black = (blackUpTo(end.at) - blackUpTo(start.at)) / length
    if (silent > MOST_SILENT_SHARE || black > MOST_BLACK_SHARE) return 0
    const cuts = ((cutsBefore(end.at) - cutsBefore(start.at)) / length) * 60
    const points =
      0.3 * energyOf(start.at, end.at) +
      0.15 * Math.min(1, cuts / MANY_CUTS_A_MINUTE) +
      0.35 * ((start.strength + end.strength) / 2) +
      0.2 * (1 - Math.abs(length - IDEAL_SECONDS) / IDEAL_SECONDS)
    return Math.round(Math.min(1, Math.max(0, points - 0.6 * black - 0.3 * silent)) * 1000) / 1000
  }
}

/** Seconds from the beginning that lie in one of the stretches, which are in order and apart. */
function coveredUpTo(stretches: readonly SignalStretch[]): (at: number) => number {
  const starts = stretches.map(({ startSeconds }) => startSeconds)
  const before = [0]
  for (const { startSeconds, endSeconds } of stretches)
    before.push(before.at(-1)! + endSeconds - startSeconds)
  return (at) => {
    const begun = countUpTo(starts, at)
    const last = stretches[begun - 1]
    return last ? before[begun]! - Math.max(0, last.endSeconds - at) : 0
  }
}

/** Loudness between two moments as a share of the loudest there is; a video without sound is even. */
function meanEnergy({ energy, secondsPerEnergy }: ScoreFacts): (from: number, to: number) => number {
  const loudest = energy.reduce((most, each) => Math.max(most, each), 0)
  if (loudest === 0) return () => 0.5
  const before = [0]
  for (const each of energy) before.push(before.at(-1)! + each / loudest)
  return (from, to) => {
    const first = Math.min(energy.length - 1, Math.floor(from / secondsPerEnergy))
    const end = Math.max(first + 1, Math.min(energy.length, Math.ceil(to / secondsPerEnergy)))
    return (before[end]! - before[first]!) / (end - first)
  }
}

/** How many of these, which are in order, are at or before a moment. */
function countUpTo(moments: readonly number[], at: number): number {
  let [low, high] = [0, moments.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (moments[middle]! <= at) low = middle + 1
    else high = middle
  }
  return low
}
