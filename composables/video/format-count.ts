import { isPlain, numberFormat } from '../number-format'

/** `1234` -> `1.2K` */
export function formatCount(count: number, locale: string): string {
  if (isPlain(count)) return String(count)
  return numberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 }).format(count)
}
