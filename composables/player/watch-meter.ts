import type { WatchEvent } from '#shared/engagement'

type Report = Omit<WatchEvent, 'secondsAgo'> & { at: number }

/** Two looks at the player are never further apart while it plays; a machine that slept has seen nothing. */
const LONGEST_LOOK_SECONDS = 3
/** What the server takes at once. */
const MAX_EVENTS = 50

/**
 * Measures what is really played. A leap ends one stretch and begins another, each told by where it began and where it
 * ended. Times are in seconds, clocks in milliseconds.
 */
export class WatchMeter {
  private last: { position: number; at: number } | null = null
  private from = 0
  private watched = 0
  private reports: Report[] = []
  /** By the clock, since the meter was made. */
  totalSeconds = 0

  /** What the player shows now. */
  look(position: number, at: number, isPlaying: boolean): void {
    const { last } = this
    this.last = { position, at }
    if (!last) return void (this.from = position)
    const seconds = Math.min((at - last.at) / 1000, LONGEST_LOOK_SECONDS)
    const distance = position - last.position
    if (isLeap(distance, seconds)) {
      this.close(last.position, at)
      this.from = position
    } else if (isPlaying && distance > 0) {
      this.watched += seconds
      this.totalSeconds += seconds
    }
  }

  /** Seconds that no report has told yet. */
  get untoldSeconds(): number {
    return this.watched
  }

  /** Everything since the last time, for the server. Empty when nothing was played. */
  take(at: number, end: { isEnd?: boolean; isSkip?: boolean } = {}): WatchEvent[] {
    this.close(this.last?.position ?? 0, at, end)
    const taken = this.reports.slice(-MAX_EVENTS)
    this.reports = []
    return taken.map(({ at: told, ...event }) => ({ ...event, secondsAgo: Math.max(0, at - told) / 1000 }))
  }

  private close(position: number, at: number, { isEnd = false, isSkip = false } = {}): void {
    if (this.watched > 0 || isEnd) {
      const began = at - this.watched * 1000
      this.reports.push(report(this.from, 0, began), { ...report(position, this.watched, at), isEnd, isSkip })
    }
    this.reports = this.reports.slice(-MAX_EVENTS)
    this.from = position
    this.watched = 0
  }
}

function report(positionSeconds: number, secondsWatched: number, at: number): Report {
  return {
    id: crypto.randomUUID(),
    positionSeconds: Math.max(0, positionSeconds),
    secondsWatched: Math.max(0, secondsWatched),
    isEnd: false,
    isSkip: false,
    at,
  }
}

/** Back, or further than the fastest playing goes. */
function isLeap(distance: number, seconds: number): boolean {
  return distance < -0.5 || distance > seconds * 3.5 + 0.5
}
