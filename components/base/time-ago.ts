const STEPS: [Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ['year', 31_556_952],
  ['month', 2_629_746],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
]

/** `3 hours ago`, in the largest unit that has happened at least once; null for what happens just now, or later. */
export function timeAgo(at: Date, now: Date, locale: string): string | null {
  const seconds = (now.getTime() - at.getTime()) / 1000
  const step = STEPS.find(([, size]) => seconds >= size)
  if (!step) return null
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(
    -Math.floor(seconds / step[1]),
    step[0],
  )
}
