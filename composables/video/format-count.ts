const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })
const exact = new Intl.NumberFormat('en')

/** `1234` -> `1.2K` */
export function formatCount(count: number): string {
  return compact.format(count)
}

/** `1234, 'view'` -> `1,234 views` */
export function speakCount(count: number, thing: string): string {
  return `${exact.format(count)} ${thing}${count === 1 ? '' : 's'}`
}
