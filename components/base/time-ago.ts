const STEPS: [Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ['year', 31_556_952],
  ['month', 2_629_746],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
]
const format = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })

/** `3 hours ago`, in the largest unit that has happened at least once; times ahead of `now` read as just now. */
export function timeAgo(at: Date, now: Date): string {
  const seconds = (now.getTime() - at.getTime()) / 1000
  const step = STEPS.find(([, size]) => seconds >= size)
  return step ? format.format(-Math.floor(seconds / step[1]), step[0]) : 'just now'
}
