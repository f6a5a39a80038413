import type { Words } from '~/composables/words'

const SIGNS = ['B', 'KB', 'MB', 'GB', 'TB'] as const

/** `1.4 GB`; decimal units, as file managers and connections are labelled. */
export function formatBytes(bytes: number, locale: string): string {
  const exponent = bytes < 1000 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), SIGNS.length - 1)
  const value = bytes / 1000 ** exponent
  const digits = exponent === 0 || value >= 100 ? 0 : 1
  const number = new Intl.NumberFormat(locale, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    useGrouping: false,
  })
  return `${number.format(value)} ${SIGNS[exponent]}`
}

/** `3.2 MB/s` */
export function formatSpeed(bytesPerSecond: number, locale: string): string {
  return `${formatBytes(bytesPerSecond, locale)}/s`
}

/** A person's estimate, coarser the further away: `less than a minute`, `4 min`, `2 h 10 min`. */
export function formatTimeLeft(seconds: number, t: Words): string {
  if (seconds < 5) return t('upload.fewSeconds')
  if (seconds < 50) return t('upload.seconds', { count: Math.ceil(seconds / 5) * 5 })
  const minutes = Math.max(1, Math.round(seconds / 60))
  if (minutes < 60) return t('upload.minutes', { count: minutes })
  const rest = minutes % 60
  const hours = t('upload.hours', { count: Math.floor(minutes / 60) })
  return rest ? `${hours} ${t('upload.minutes', { count: rest })}` : hours
}
