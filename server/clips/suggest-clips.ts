import { MAX_SUGGESTION_SECONDS, MIN_SUGGESTION_SECONDS, type ClipSuggestionView } from '#shared/studio'
import type { CaptionCue } from '../videos/caption-cues.ts'
import type { SignalStretch, VideoSignalsDocument } from '../videos/video-signals.model.ts'
import { clipEdges, type ClipEdge } from './clip-edges.ts'
import { suggestionTitle } from './suggestion-title.ts'
import { windowScorer } from './window-score.ts'

export type SuggestionFacts = Omit<VideoSignalsDocument, '_id'> & {
  durationSeconds: number
  title: string
  cues: readonly CaptionCue[]
  /** What is a clip already. */
  taken: readonly SignalStretch[]
}

const MAX_SUGGESTIONS = 24

type Window = Pick<ClipSuggestionView, 'startSeconds' | 'endSeconds' | 'score' | 'signals'>

/**
 * Stretches of 15 to 60 s that would make good clips, best first: from where something begins (a scene, speech after a
 * pause) to where it ends, and lively in between. They overlap neither each other nor what is a clip already. The same
 * facts give the same suggestions.
 */
export function suggestClips(facts: SuggestionFacts): ClipSuggestionView[] {
  const chosen = chooseApart(windowsOf(facts), facts.taken)
  const inTime = [...chosen].sort((a, b) => a.startSeconds - b.startSeconds)
  const titled = inTime.map((window, index) => ({
    ...window,
    title: suggestionTitle({ ...window, cues: facts.cues, videoTitle: facts.title, part: index + 1 }),
  }))
  return titled.sort(better)
}

function windowsOf(facts: SuggestionFacts): Window[] {
  const { starts, ends } = clipEdges(facts)
  const score = windowScorer(facts)
  const windows: Window[] = []
  let first = 0
  for (const start of starts) {
    while (first < ends.length && ends[first]!.at < start.at + MIN_SUGGESTION_SECONDS) first++
    for (let index = first; index < ends.length; index++) {
      const end = ends[index]!
      if (end.at > start.at + MAX_SUGGESTION_SECONDS) break
      const signals = signalsOf(start, end)
      const points = signals.length > 0 ? score(start, end) : 0
      if (points > 0) windows.push({ startSeconds: start.at, endSeconds: end.at, score: points, signals })
    }
  }
  return windows
}

function signalsOf(start: ClipEdge, end: ClipEdge): ClipSuggestionView['signals'] {
  return [...new Set([...start.signals, ...end.signals])].sort()
}

/** The best first, then the best of what lies beside it. */
function chooseApart(windows: Window[], taken: readonly SignalStretch[]): Window[] {
  const chosen: Window[] = []
  for (const window of windows.sort(better)) {
    if (chosen.length >= MAX_SUGGESTIONS) break
    if (![...taken, ...chosen].some((other) => overlaps(window, other))) chosen.push(window)
  }
  return chosen
}

function overlaps(a: SignalStretch, b: SignalStretch): boolean {
  return a.startSeconds < b.endSeconds && b.startSeconds < a.endSeconds
}

function better(a: Window, b: Window): number {
  return b.score - a.score || a.startSeconds - b.startSeconds || a.endSeconds - b.endSeconds
}
