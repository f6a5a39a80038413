/** `1:02:03.450`, `0:07.000` */
export function writeTime(seconds: number): string {
  const total = Math.max(0, Math.round(seconds * 1000))
  const hours = Math.floor(total / 3_600_000)
  const minutes = Math.floor(total / 60_000) % 60
  const rest = ((total % 60_000) / 1000).toFixed(3).padStart(6, '0')
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`
}

/** Seconds of `1:02:03.45`, `2:03`, `123.5` or with a comma; null for what is no time of a day. */
export function readTime(text: string): number | null {
  const match = /^\s*(?:(?:(\d{1,2}):)?(\d{1,3}):)?(\d{1,5}(?:[.,]\d{1,3})?)\s*$/.exec(text)
  if (!match) return null
  const [, hours = '0', minutes = '0', rest = ''] = match
  const seconds = Number(hours) * 3600 + Number(minutes) * 60 + Number(rest.replace(',', '.'))
  return seconds <= 86_400 ? seconds : null
}
