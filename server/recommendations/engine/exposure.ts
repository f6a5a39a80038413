import type { Engine } from './engine.ts'

interface Exposure {
  items: number
  reached: number
  itemGini: number
  creatorGini: number
}

const WINDOW_DAYS = 7

/** How evenly plays of the last seven days fell on what could be shown. */
export function exposureOf({ items, days }: Engine, lastDay: number): Exposure {
  const plays = new Map<number, number>()
  for (let day = lastDay - WINDOW_DAYS + 1; day <= lastDay; day++) {
    for (const [item, tally] of days.get(day)?.items ?? []) {
      plays.set(item, (plays.get(item) ?? 0) + tally.plays)
    }
  }
  return exposureFrom(items.filter(({ isThere }) => isThere), (number) => plays.get(number) ?? 0) // prettier-ignore
}

/** @param countOf how often an item was shown, by its number */
export function exposureFrom(
  there: readonly { number: number; creator: number }[],
  countOf: (number: number) => number,
): Exposure {
  const counts = there.map(({ number }) => countOf(number))
  const creators = new Map<number, number>()
  there.forEach(({ creator }, index) => creators.set(creator, (creators.get(creator) ?? 0) + counts[index]!))
  return {
    items: there.length,
    reached: counts.filter((count) => count > 0).length,
    itemGini: gini(counts),
    creatorGini: gini([...creators.values()]),
  }
}

/** 0 where all have the same, towards 1 where one has all; 0 for nothing. */
export function gini(counts: readonly number[]): number {
  const sorted = counts.toSorted((a, b) => a - b)
  const sum = sorted.reduce((all, count) => all + count, 0)
  if (sum === 0) return 0
  const weighted = sorted.reduce((all, count, index) => all + (index + 1) * count, 0)
  return (2 * weighted) / (sorted.length * sum) - (sorted.length + 1) / sorted.length
}
