import type { EngineItem } from './engine.ts'
import { unpackReason } from '../packed-reason.ts'

/** Why it was watched: a reason of a queue, or found by other ways. */
const FOUND_ELSEWHERE = 'elsewhere'

/** What plays came to. Sums: a mean is one divided by `plays`, or by the recommended ones for factors and deltas. */
export interface Tally {
  plays: number
  /** Plays of what stood in a queue. */
  recommended: number
  watch: number
  reward: number
  /** By code. */
  reasons: Record<string, { plays: number; reward: number }>
  factors: Record<string, number>
  deltas: Record<string, number>
}

/** One UTC day. */
export interface DayTally extends Tally {
  newCreatorPlays: number
  /** By item number. */
  items: Map<number, Tally>
  /** Numbers of items whose row in the database is older. */
  unwritten: Set<number>
}

interface FinishedPlay {
  item: EngineItem
  isNewCreator: boolean
  /** Share shown, 0 to 1. */
  watch: number
  reward: number
  /** Packed. */
  reason: string | undefined
}

/** Older days lie in the database alone. */
const DAYS_KEPT = 28
const DAY_MS = 86_400_000

export const dayNumber = (at: number) => Math.floor(at / DAY_MS)

/** Counts a play on its day, for the site and for the item. */
export function tallyPlay(days: Map<number, DayTally>, at: number, play: FinishedPlay): void {
  const number = dayNumber(at)
  const day = days.get(number) ?? newDay()
  if (!days.has(number)) forgetOld(days.set(number, day), number)
  const item = day.items.get(play.item.number) ?? emptyTally()
  day.items.set(play.item.number, item)
  addPlay(day, play)
  addPlay(item, play)
  day.unwritten.add(play.item.number)
  if (play.isNewCreator) day.newCreatorPlays++
}

function emptyTally(): Tally {
  return { plays: 0, recommended: 0, watch: 0, reward: 0, reasons: {}, factors: {}, deltas: {} }
}

function newDay(): DayTally {
  return { ...emptyTally(), newCreatorPlays: 0, items: new Map(), unwritten: new Set() }
}

function addPlay(tally: Tally, { watch, reward, reason: packed }: FinishedPlay): void {
  const reason = unpackReason(packed)
  tally.plays++
  tally.watch += watch
  tally.reward += reward
  const sums = (tally.reasons[reason?.code ?? FOUND_ELSEWHERE] ??= { plays: 0, reward: 0 })
  sums.plays++
  sums.reward += reward
  if (!reason) return
  tally.recommended++
  // what was 1 was not packed
  addTo(tally.factors, { multiplier: 1, ...reason.factors })
  addTo(tally.deltas, reason.deltas)
}

function addTo(sums: Record<string, number>, values: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(values)) sums[name] = (sums[name] ?? 0) + value
}

function forgetOld(days: Map<number, DayTally>, today: number): void {
  for (const day of days.keys()) if (day <= today - DAYS_KEPT) days.delete(day)
}
