import { MAX_SCENE_CUTS, MAX_SILENCES, type WaveformView } from '#shared/studio'
import type { SignalStretch, VideoSignalsDocument } from '../videos/video-signals.model.ts'

/** What ffmpeg's metadata filters printed, one text for each of `SIGNAL_FILES`. */
export interface SignalTexts {
  cuts: string
  blacks: string
  silences: string
  peaks: string
}

export interface SignalBounds {
  durationSeconds: number
  secondsPerPeak: number
  /** 0 where it is not known. */
  frameRate: number
}

export type Signals = Omit<VideoSignalsDocument, '_id'> & { waveform: WaveformView }

/** A flash after a cut is no scene of its own. */
const SHORTEST_SCENE_SECONDS = 0.3
const MAX_ENERGIES = 8000

/** From ffmpeg's lines to signals; what lies outside the video or cannot be read is passed over. */
export function readSignals(texts: SignalTexts, bounds: SignalBounds): Signals {
  const { durationSeconds, secondsPerPeak, frameRate } = bounds
  const sceneCuts = cutsOf(texts.cuts, durationSeconds)
  const silences = stretchesOf(texts.silences, 'silence', durationSeconds)
  const peaks = peaksOf(texts.peaks, { durationSeconds, secondsPerPeak })
  const secondsPerEnergy = Math.max(1, durationSeconds / MAX_ENERGIES)
  return {
    sceneCuts,
    silences,
    blacks: stretchesOf(texts.blacks, 'black', durationSeconds),
    energy: energyOf(peaks, secondsPerEnergy / secondsPerPeak),
    secondsPerEnergy,
    waveform: {
      secondsPerPeak,
      peaks,
      sceneCuts,
      silences,
      secondsPerFrame: frameRate > 0 ? 1 / frameRate : 0,
    },
  }
}

interface Printed {
  atSeconds: number
  key: string
  value: string
}

/** Lines of `frame:0 pts:5 pts_time:0.2`, each followed by those of `lavfi.key=value` that belong to it. */
function* printed(text: string): Generator<Printed> {
  let atSeconds = Number.NaN
  for (const line of text.split('\n')) {
    const time = /pts_time:(-?[\d.]+)/.exec(line)
    const at = line.indexOf('=')
    if (time) atSeconds = Number(time[1])
    else if (at > 0) yield { atSeconds, key: line.slice(0, at), value: line.slice(at + 1).trim() }
  }
}

/** Up to the next millisecond: one down would still show the picture before. */
const upToMs = (seconds: number) => Math.ceil(seconds * 1000 - 1e-3) / 1000
const toMs = (seconds: number) => Math.round(seconds * 1000) / 1000

function cutsOf(text: string, durationSeconds: number): number[] {
  const cuts: { at: number; score: number }[] = []
  for (const { atSeconds, value } of printed(text)) {
    const at = upToMs(atSeconds)
    const isNew = at >= (cuts.at(-1)?.at ?? 0) + SHORTEST_SCENE_SECONDS
    if (isNew && at < durationSeconds) cuts.push({ at, score: Number(value) || 0 })
  }
  const strongest = [...cuts].sort((a, b) => b.score - a.score || a.at - b.at).slice(0, MAX_SCENE_CUTS)
  return strongest.map(({ at }) => at).sort((a, b) => a - b)
}

/** Pairs of `lavfi.silence_start` and `lavfi.silence_end`; one that is open at the end lasts until then. */
function stretchesOf(text: string, what: 'silence' | 'black', durationSeconds: number): SignalStretch[] {
  const stretches: SignalStretch[] = []
  let start: number | null = null
  const close = (end: number) => {
    const [startSeconds, endSeconds] = [toMs(Math.max(0, start ?? 0)), toMs(Math.min(end, durationSeconds))]
    if (start !== null && endSeconds > startSeconds) stretches.push({ startSeconds, endSeconds })
    start = null
  }
  for (const { key, value } of printed(text)) {
    const seconds = Number(value)
    if (!Number.isFinite(seconds)) continue
    if (key === `lavfi.${what}_start`) start = seconds
    else if (key === `lavfi.${what}_end`) close(seconds)
  }
  close(durationSeconds)
  return longest(stretches)
}

function longest(stretches: readonly SignalStretch[]): SignalStretch[] {
  const length = ({ startSeconds, endSeconds }: SignalStretch) => endSeconds - startSeconds
  return [...stretches]
    .sort((a, b) => length(b) - length(a) || a.startSeconds - b.startSeconds)
    .slice(0, MAX_SILENCES)
    .sort((a, b) => a.startSeconds - b.startSeconds)
}

/** By the time that each was heard at, so that a hole in the sound is silent and moves nothing. */
function peaksOf(
  text: string,
  { durationSeconds, secondsPerPeak }: Omit<SignalBounds, 'frameRate'>,
): number[] {
  const count = Math.ceil(durationSeconds / secondsPerPeak - 1e-6)
  const peaks = new Array<number>(count).fill(0)
  let hasSound = false
  for (const { atSeconds, value } of printed(text)) {
    const index = Math.round(atSeconds / secondsPerPeak)
    if (!(index >= 0 && index < count)) continue
    hasSound = true
    peaks[index] = Math.max(peaks[index]!, loudness(value))
  }
  return hasSound ? peaks : []
}

/** Of decibels below full scale; silence is `-inf`. */
function loudness(decibels: string): number {
  const share = 10 ** (Number(decibels) / 20)
  return Number.isFinite(share) ? Math.min(255, Math.round(share * 255)) : 0
}

function energyOf(peaks: readonly number[], peaksPerStep: number): number[] {
  const count = Math.min(MAX_ENERGIES, Math.ceil(peaks.length / peaksPerStep - 1e-6))
  return Array.from({ length: count }, (_, step) => {
    const [from, to] = [Math.floor(step * peaksPerStep), Math.ceil((step + 1) * peaksPerStep)]
    const heard = peaks.slice(from, to)
    return Math.round(heard.reduce((sum, peak) => sum + peak, 0) / heard.length)
  })
}
