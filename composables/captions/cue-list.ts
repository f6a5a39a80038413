import type { VttCue } from '#shared/web-vtt'

/** A cue that is being edited; `key` stays its own whatever is changed. */
export interface DraftCue extends VttCue {
  key: number
}

/** Of a cue that is added, and the least that one has. */
const NEW_SECONDS = 2
export const MIN_CUE_SECONDS = 0.1

let lastKey = 0

export function draftOf(cues: readonly VttCue[]): DraftCue[] {
  return cues.map(({ startSeconds, endSeconds, text }) => ({
    startSeconds,
    endSeconds,
    text,
    key: ++lastKey,
  }))
}

export function withoutKeys(cues: readonly DraftCue[]): VttCue[] {
  return cues.map(({ startSeconds, endSeconds, text }) => ({ startSeconds, endSeconds, text }))
}

/** Changes one cue. Its place follows its start. */
export function changed(cues: readonly DraftCue[], key: number, change: Partial<VttCue>): DraftCue[] {
  const next = cues.map((cue) => (cue.key === key ? { ...cue, ...change } : cue))
  return change.startSeconds === undefined ? next : sorted(next)
}

export function without(cues: readonly DraftCue[], key: number): DraftCue[] {
  return cues.filter((cue) => cue.key !== key)
}

/** An empty cue from this moment to where the next begins, two seconds at most. */
export function addedAt(cues: readonly DraftCue[], seconds: number): { cues: DraftCue[]; key: number } {
  const startSeconds = round(seconds)
  const next = cues.find((cue) => cue.startSeconds > startSeconds)
  const room = Math.max(MIN_CUE_SECONDS, (next?.startSeconds ?? Infinity) - startSeconds)
  const cue = { startSeconds, endSeconds: round(startSeconds + Math.min(NEW_SECONDS, room)), text: '', key: ++lastKey }
  return { cues: sorted([...cues, cue]), key: cue.key }
} // prettier-ignore

/** Cuts a cue in two where its text is cut; its time is cut in the same proportion. Null where a part would say nothing. */
export function split(
  cues: readonly DraftCue[],
  key: number,
  at: number,
): { cues: DraftCue[]; key: number } | null {
  const cue = cues.find((each) => each.key === key)
  const [before = '', after = ''] = cue ? [cue.text.slice(0, at).trim(), cue.text.slice(at).trim()] : []
  if (!cue || !before || !after) return null
  const length = cue.endSeconds - cue.startSeconds
  const cut = round(cue.startSeconds + (length * before.length) / (before.length + after.length))
  const second = { startSeconds: cut, endSeconds: cue.endSeconds, text: after, key: ++lastKey }
  const parts = [{ ...cue, endSeconds: cut, text: before }, second]
  return { cues: cues.flatMap((each) => (each.key === key ? parts : [each])), key: second.key }
}

/** One cue of this and the next, from the start of the first to the end of the later. Null for the last. */
export function mergedWithNext(cues: readonly DraftCue[], key: number): DraftCue[] | null {
  const index = cues.findIndex((cue) => cue.key === key)
  const [first, second] = [cues[index], cues[index + 1]]
  if (!first || !second) return null
  const merged = {
    ...first,
    endSeconds: Math.max(first.endSeconds, second.endSeconds),
    text: [first.text, second.text].filter(Boolean).join('\n'),
  }
  return [...cues.slice(0, index), merged, ...cues.slice(index + 2)]
}

/** All of them earlier or later. What would lie before the beginning begins with it, and is left out where nothing is left. */
export function shifted(cues: readonly DraftCue[], seconds: number): DraftCue[] {
  return cues
    .map((cue) => ({
      ...cue,
      startSeconds: Math.max(0, round(cue.startSeconds + seconds)),
      endSeconds: round(cue.endSeconds + seconds),
    }))
    .filter((cue) => cue.endSeconds > cue.startSeconds)
}

/** Index of the last cue that has begun; -1 before the first. `cues` in the order of their start. */
export function cueAt(cues: readonly VttCue[], seconds: number): number {
  let [low, high] = [0, cues.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (cues[middle]!.startSeconds <= seconds + 0.001) low = middle + 1
    else high = middle
  }
  return low - 1
}

export function isWrong({ startSeconds, endSeconds, text }: VttCue): boolean {
  return endSeconds <= startSeconds || text.trim() === '' || text.length > 1000
}

function sorted(cues: DraftCue[]): DraftCue[] {
  return cues.sort((a, b) => a.startSeconds - b.startSeconds || a.endSeconds - b.endSeconds || a.key - b.key)
}

function round(seconds: number): number {
  return Math.round(seconds * 1000) / 1000
}
