import { unitWords } from './time-words'

/** `0:07`, `12:03`, `1:02:03`; rounds down, as clocks do. */
export function formatTime(seconds: number): string {
  const whole = Number.isFinite(seconds) ? Math.max(0, Math.floor(seconds)) : 0
  const hours = Math.floor(whole / 3600)
  const minutes = Math.floor((whole % 3600) / 60)
  const rest = String(whole % 60).padStart(2, '0')
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`
}

/** For screen readers: `1 minute 5 seconds`. */
export function speakTime(seconds: number, locale: string): string {
  const whole = Number.isFinite(seconds) ? Math.max(0, Math.floor(seconds)) : 0
  const parts = [
    [Math.floor(whole / 3600), 'hour'],
    [Math.floor((whole % 3600) / 60), 'minute'],
    [whole % 60, 'second'],
  ] as const
  const spoken = parts.filter(([count, unit]) => count > 0 || (unit === 'second' && whole === 0))
  return spoken.map(([count, unit]) => unitWords(count, unit, locale)).join(' ')
}
