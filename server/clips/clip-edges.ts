import type { ClipSuggestionView } from '#shared/studio'
import type { CaptionCue } from '../videos/caption-cues.ts'
import type { SignalStretch } from '../videos/video-signals.model.ts'

/** A moment at which a clip may begin or end, to the millisecond. */
export interface ClipEdge {
  at: number
  /** 0 to 1: how plainly something begins or ends there. */
  strength: number
  signals: ClipSuggestionView['signals']
}

export interface EdgeFacts {
  durationSeconds: number
  sceneCuts: readonly number[]
  silences: readonly SignalStretch[]
  cues: readonly CaptionCue[]
}

const SCENE_STRENGTH = 0.6
/** So long has nobody spoken before a new thought begins. */
const CUE_GAP_SECONDS = 0.5
/** Edges nearer than this are one. */
const TOGETHER_SECONDS = 0.5
/** A start this near to a silence belongs to what begins after it. */
const NEAR_SILENCE_SECONDS = 0.4
/** Bounds the work for hours of quick cuts; the plainest stay. */
const MAX_EDGES = 2000

/** Where clips may begin and where they may end, both in the order of time. */
export function clipEdges(facts: EdgeFacts): { starts: ClipEdge[]; ends: ClipEdge[] } {
  const { durationSeconds, sceneCuts, silences, cues } = facts
  const scenes = (back: number) =>
    sceneCuts.map((at) => edge(at - back, SCENE_STRENGTH, 'scene'))
  const starts = [
    edge(0, 0.3),
    ...scenes(0),
    ...silences.map((silence) => edge(silence.endSeconds, strengthOf(silence), 'silence')),
    ...cueStarts(cues),
  ].map((each) => afterSilence(each, silences))
  const ends = [
    // a millisecond earlier, so that the next scene does not flash up
    ...scenes(0.001),
    ...silences.map((silence) => edge(middleOf(silence), strengthOf(silence), 'silence')),
    ...cueEnds(cues),
    edge(Math.floor(durationSeconds * 1000) / 1000, 0.3),
  ]
  return { starts: settled(starts, durationSeconds), ends: settled(ends, durationSeconds) }
} // prettier-ignore

function edge(seconds: number, strength: number, ...signals: ClipEdge['signals']): ClipEdge {
  return { at: Math.round(seconds * 1000) / 1000, strength, signals }
}

/** A second and a half of silence is as plain as it gets. */
function strengthOf({ startSeconds, endSeconds }: SignalStretch): number {
  return 0.8 * Math.min(1, (endSeconds - startSeconds) / 1.5)
}

function middleOf({ startSeconds, endSeconds }: SignalStretch): number {
  return (startSeconds + endSeconds) / 2
}

function cueStarts(cues: readonly CaptionCue[]): ClipEdge[] {
  return cues.flatMap((cue, index) => {
    const before = cues[index - 1]
    if (before && cue.startSeconds - before.endSeconds < CUE_GAP_SECONDS) return []
    return [edge(cue.startSeconds, before && !endsSentence(before.text) ? 0.4 : 0.7, 'captions')]
  })
}

function cueEnds(cues: readonly CaptionCue[]): ClipEdge[] {
  return cues.flatMap((cue, index) => {
    const gap = (cues[index + 1]?.startSeconds ?? Infinity) - cue.endSeconds
    if (gap < CUE_GAP_SECONDS) return []
    return [edge(cue.endSeconds + 0.2, endsSentence(cue.text) ? 0.7 : 0.4, 'captions')]
  })
}

function endsSentence(text: string): boolean {
  return /[.!?…。！？]["'”’»)]*$/.test(text)
}

function afterSilence(each: ClipEdge, silences: readonly SignalStretch[]): ClipEdge {
  const silence = silenceAt(silences, each.at)
  if (!silence || silence.endSeconds === each.at) return each
  return edge(silence.endSeconds, Math.max(each.strength, strengthOf(silence)), ...new Set([...each.signals, 'silence' as const])) // prettier-ignore
}

/** Silences are in order and apart, so of those that began before a moment only the last can be around it. */
function silenceAt(silences: readonly SignalStretch[], at: number): SignalStretch | null {
  let [low, high] = [0, silences.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (silences[middle]!.startSeconds - NEAR_SILENCE_SECONDS <= at) low = middle + 1
    else high = middle
  }
  const last = silences[low - 1]
  return last && at <= last.endSeconds ? last : null
}

/** Within the video, one for each moment, in order. */
function settled(edges: ClipEdge[], durationSeconds: number): ClipEdge[] {
  const inTime = edges
    .filter(({ at }) => at >= 0 && at <= durationSeconds)
    .sort((a, b) => a.at - b.at || b.strength - a.strength)
  const merged: ClipEdge[] = []
  for (const each of inTime) {
    const last = merged.at(-1)
    if (last && each.at - last.at < TOGETHER_SECONDS) merged[merged.length - 1] = joined(last, each)
    else merged.push(each)
  }
  return merged
    .sort((a, b) => b.strength - a.strength || a.at - b.at)
    .slice(0, MAX_EDGES)
    .sort((a, b) => a.at - b.at)
}

/** At the plainer of the two, and plainer than either. */
function joined(a: ClipEdge, b: ClipEdge): ClipEdge {
  const { at } = b.strength > a.strength ? b : a
  const strength = Math.min(1, Math.max(a.strength, b.strength) + 0.2)
  return { at, strength, signals: [...new Set([...a.signals, ...b.signals])] }
}
