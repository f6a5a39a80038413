import { setTimeout as pause } from 'node:timers/promises'
import { onChange, type ChangeKind } from '../../changes.ts'

/** What happens at the same time is looked at together. */
const GATHER_MS = 10

export interface Bell {
  /** Until something happens that the engine learns from, or the time is over. */
  pause(ms: number, signal: AbortSignal): Promise<void>
  /** What happened until now is about to be looked at. */
  silence(): void
  takeDown(): void
}

const HEARD_OF = ['own', 'wishes', 'scope', 'video', 'clip'] as const satisfies ChangeKind[]

/** Rings when a process tells of a change, and again for the next pause where it came while nobody listened. */
export function hangBell(): Bell {
  let hasRung = false
  let wake = () => {}
  const ring = () => {
    hasRung = true
    wake()
  }
  const stops = HEARD_OF.map((kind) => onChange(kind, ring))
  return {
    async pause(ms, signal) {
      const awoken = new Promise<void>((resolve) => (wake = resolve))
      const over = new AbortController()
      const timer = pause(ms, undefined, { signal: AbortSignal.any([signal, over.signal]), ref: false })
      if (!hasRung) await Promise.race([awoken, timer.catch(() => undefined)])
      else timer.catch(() => undefined)
      over.abort()
      if (hasRung && ms > GATHER_MS) await pause(GATHER_MS, undefined, { signal }).catch(() => undefined)
    },
    silence: () => (hasRung = false),
    takeDown: () => stops.forEach((stop) => stop()),
  }
}
