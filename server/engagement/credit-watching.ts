import type { WatchEvent } from '#shared/engagement'

/** The player's fastest: more of an item cannot pass in a second of the clock. */
const MAX_RATE = 3
/** What somebody may have seen before the first report of an item, and between reports that the network bunched. */
const FIRST_SECONDS = 60
const SLACK_SECONDS = 2

/** Seconds of an item from the first to the second. */
export type Piece = [from: number, to: number]

export interface Credit {
  /** The clock's seconds that are believed, event by event. */
  secondsWatched: number[]
  /** What of the item each event showed, null where nothing. */
  shown: (Piece | null)[]
  /** Those that showed something; may overlap. */
  pieces: Piece[]
  /** Where they are now, in seconds into the item. */
  positionSeconds: number
  isFinished: boolean
}

export interface CreditFacts {
  durationSeconds: number
  /** Of the report before; null for the first. The server's own clock, as is `now`. */
  lastReportAt: Date | null
  now: Date
}

/**
 * How much of what a player says is believed. All events together cannot have taken longer than the time since the
 * report before, and none passes more of the item than the clock allows; leaping to the end therefore gives nothing.
 * `events` oldest first.
 */
export function creditWatching(events: readonly WatchEvent[], facts: CreditFacts): Credit {
  const { durationSeconds } = facts
  let left = believableSeconds(facts)
  let before: number | null = null
  const credit: Credit = { secondsWatched: [], shown: [], pieces: [], positionSeconds: 0, isFinished: false }
  for (const event of events) {
    const at = Math.min(event.positionSeconds, durationSeconds)
    const seconds = Math.min(event.secondsWatched, left, durationSeconds * MAX_RATE)
    left -= seconds
    const from = Math.max(0, at - passed(before, at, seconds))
    const piece: Piece | null = at > from ? [from, at] : null
    credit.shown.push(piece)
    if (piece) credit.pieces.push(piece)
    credit.secondsWatched.push(seconds)
    before = at
    credit.positionSeconds = at
    credit.isFinished = event.isEnd && at >= durationSeconds - 1
  }
  return credit
}

/** Played on from the event before at some speed, or, after a leap, as much as the clock says. */
function passed(before: number | null, at: number, seconds: number): number {
  const distance = before === null ? -1 : at - before
  return distance >= 0 && distance <= seconds * MAX_RATE ? distance : seconds
}

function believableSeconds({ lastReportAt, now }: CreditFacts): number {
  if (!lastReportAt) return FIRST_SECONDS
  return Math.max(0, (now.getTime() - lastReportAt.getTime()) / 1000) + SLACK_SECONDS
}
