import { numberFormat } from '../number-format'

/** `1234` -> `1.2K` */
export function formatCount(count: number, locale: string): string {
  return numberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 }).format(count)
}
