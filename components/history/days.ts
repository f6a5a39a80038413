export interface Day<Item> {
  /** `2026-05-01`, in the zone of whoever looks. */
  key: string
  label: string
  items: Item[]
}

/** Groups what comes newest first by the day it was watched. `zone` as Intl takes it. */
export function groupByDay<Item extends { watchedAt: string }>(
  items: readonly Item[],
  now: Date,
  zone?: string,
): Day<Item>[] {
  const days = new Map<string, Day<Item>>()
  for (const item of items) {
    const at = new Date(item.watchedAt)
    const key = dayKey(at, zone)
    const day = days.get(key) ?? { key, label: dayLabel(at, now, zone), items: [] }
    day.items.push(item)
    days.set(key, day)
  }
  return [...days.values()]
}

function dayLabel(at: Date, now: Date, zone?: string): string {
  const key = dayKey(at, zone)
  if (key === dayKey(now, zone)) return 'Today'
  if (key === dayKey(new Date(now.getTime() - 86_400_000), zone)) return 'Yesterday'
  const isThisYear = key.slice(0, 4) === dayKey(now, zone).slice(0, 4)
  return at.toLocaleDateString('en', {
    timeZone: zone,
    weekday: isThisYear ? 'long' : undefined,
    day: 'numeric',
    month: 'long',
    year: isThisYear ? undefined : 'numeric',
  })
}

function dayKey(at: Date, zone?: string): string {
  // the Swedish form is the ISO one
  return at.toLocaleDateString('sv', { timeZone: zone })
}
