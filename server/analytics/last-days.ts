import { dayOf } from './tally-watching.ts'

const DAY_MS = 86_400_000

/** UTC days up to today, oldest first. */
export function lastDays(count: number, now: Date): string[] {
  return Array.from({ length: count }, (_, index) =>
    dayOf(new Date(now.getTime() - (count - 1 - index) * DAY_MS)),
  )
}
