/** Numbers and dates as the reader's language writes them. */
export function useFormat() {
  const { locale } = useI18n()

  const number = (value: number, options?: Intl.NumberFormatOptions) =>
    new Intl.NumberFormat(locale.value, options).format(value)

  return {
    locale,
    number,
    /** `1.2K` */
    compact: (value: number) => number(value, { notation: 'compact', maximumFractionDigits: 1 }),
    /** `42 MB`, `1.3 GB`; at least one kilobyte. */
    bytes(value: number): string {
      const [unit, size] = BYTES.find(([, each]) => value >= each) ?? KILOBYTE
      return number(Math.max(1, value / size), {
        style: 'unit',
        unit,
        maximumFractionDigits: unit === 'gigabyte' ? 1 : 0,
      })
    },
  }
}

const KILOBYTE = ['kilobyte', 1024] as const
const BYTES = [['gigabyte', 1024 ** 3], ['megabyte', 1024 ** 2], KILOBYTE] as const
