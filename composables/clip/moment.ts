/** `1:02.500`: a moment to the millisecond. */
export function formatMoment(seconds: number): string {
  const ms = Math.max(0, Math.round(seconds * 1000))
  const rest = (ms % 60_000) / 1000
  const minutes = Math.floor(ms / 60_000) % 60
  const hours = Math.floor(ms / 3_600_000)
  const tail = `${rest < 10 ? '0' : ''}${rest.toFixed(3)}`
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${tail}` : `${minutes}:${tail}`
}

const MOMENT = /^(?:(?:(\d{1,2}):)?(\d{1,3}):)?(\d{1,5}(?:[.,]\d{1,3})?)$/

/** Seconds of `1:02.5`, `62.5` or `1:00:02`; null for what is no time. */
export function parseMoment(text: string): number | null {
  const found = MOMENT.exec(text.trim())
  if (!found) return null
  const [, hours = '0', minutes = '0', seconds = '0'] = found
  const total = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds.replace(',', '.'))
  return Math.round(total * 1000) / 1000
}
