import type { Words } from '~/composables/words'

export interface Day<Item> {
  /** `2026-05-01`, in the zone of whoever looks. */
  key: string
  label: string
  items: Item[]
}

interface Reader {
  now: Date
  /** As Intl takes it. */
  zone?: string
  locale: string
  t: Words
}

/** Groups what comes newest first by the day it was watched. */
export function groupByDay<Item extends { watchedAt: string }>(
  items: readonly Item[],
  reader: Reader,
): Day<Item>[] {
  const days = new Map<string, Day<Item>>()
  for (const item of items) {
    const at = new Date(item.watchedAt)
    const key = dayKey(at, reader.zone)
    const day = days.get(key) ?? { key, label: dayLabel(at, reader), items: [] }
    day.items.push(item)
    days.set(key, day)
  }
  return [...days.values()]
}

function dayLabel(at: Date, { now, zone, locale, t }: Reader): string {
  const key = dayKey(at, zone)
  if (key === dayKey(now, zone)) return t('history.today')
  if (key === dayKey(new Date(now.getTime() - 86_400_000), zone)) return t('history.yesterday')
  const isThisYear = key.slice(0, 4) === dayKey(now, zone).slice(0, 4)
  return at.toLocaleDateString(locale, {
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
