/**
 * A whole number below a thousand, which is its digits in every language of this house (i18n/languages.ts) and needs no
 * format: most numbers of a page are one, and the first format of a visit takes a phone longest.
 */
export const isPlain = (value: number) => Number.isInteger(value) && value >= 0 && value < 1000

const formats = new Map<string, Intl.NumberFormat>()

/** To make one takes a phone some milliseconds, to use it none; an app has a handful of them. */
export function numberFormat(locale: string, options?: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale} ${JSON.stringify(options)}`
  const known = formats.get(key)
  if (known) return known
  const made = new Intl.NumberFormat(locale, options)
  formats.set(key, made)
  return made
}
