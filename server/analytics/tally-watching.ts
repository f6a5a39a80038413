import type { WatchEventDocument } from '../engagement/watch-event.model.ts'
import { SECONDS_PER_CURVE } from './watch-curve.model.ts'

export type CountedEvent = Pick<
  WatchEventDocument,
  'targetKind' | 'targetId' | 'videoId' | 'secondsWatched' | 'date'
> & {
  piece?: number[] | null
  isStart?: boolean | null
  /** Where the item begins in its video, in seconds. */
  startSeconds?: number | null
}

interface Tallied {
  targetId: string
  videoId: string
}
export interface DayTally extends Tallied {
  targetKind: 'video' | 'clip'
  day: string
  plays: number
  secondsWatched: number
}
export interface CurveTally extends Tallied {
  part: number
  plays: number
  /** By second of the part. */
  seconds: Map<number, number>
}
export interface Tally {
  days: DayTally[]
  curves: CurveTally[]
}

/** What a batch of reports adds to which documents. A clip counts into its own curve and into its video's. */
export function tallyWatching(events: readonly CountedEvent[]): Tally {
  const days = new Map<string, DayTally>()
  const curves = new Map<string, CurveTally>()
  for (const event of events) {
    addToDay(days, event)
    addToCurves(curves, event, event.targetId.toString(), 0)
    if (event.targetKind === 'clip') {
      addToCurves(curves, event, event.videoId.toString(), event.startSeconds ?? 0)
    }
  }
  return { days: [...days.values()], curves: [...curves.values()] }
}

export function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10)
}

function addToDay(days: Map<string, DayTally>, event: CountedEvent): void {
  const [targetId, day] = [event.targetId.toString(), dayOf(event.date)]
  const tally = take(days, `${targetId} ${day}`, () => ({
    targetKind: event.targetKind,
    targetId,
    videoId: event.videoId.toString(),
    day,
    plays: 0,
    secondsWatched: 0,
  }))
  tally.plays += event.isStart ? 1 : 0
  tally.secondsWatched += event.secondsWatched
}

function addToCurves(
  curves: Map<string, CurveTally>,
  event: CountedEvent,
  targetId: string,
  shiftSeconds: number,
): void {
  const curveOf = (part: number) =>
    take(curves, `${targetId} ${part}`, () => ({
      targetId,
      videoId: event.videoId.toString(),
      part,
      plays: 0,
      seconds: new Map<number, number>(),
    }))
  if (event.isStart) curveOf(0).plays += 1
  for (const second of secondsOf(event.piece, shiftSeconds)) {
    const { seconds } = curveOf(Math.floor(second / SECONDS_PER_CURVE))
    const place = second % SECONDS_PER_CURVE
    seconds.set(place, (seconds.get(place) ?? 0) + 1)
  }
}

/** Whole seconds from one end to the other. Both are rounded, so that of pieces in a row none is counted twice or left out. */
function* secondsOf(piece: number[] | null | undefined, shiftSeconds: number): Iterable<number> {
  const [from = 0, to = 0] = piece ?? []
  const end = Math.round(to + shiftSeconds)
  for (let second = Math.max(0, Math.round(from + shiftSeconds)); second < end; second++) yield second
}

function take<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const known = map.get(key)
  if (known) return known
  const made = make()
  map.set(key, made)
  return made
}
