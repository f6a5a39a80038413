import { isPlain, numberFormat } from '~/composables/number-format'
import { formatCount } from '~/composables/video/format-count'
import { speakTime } from '~/composables/video/format-time'

/** Numbers, times and sizes as the reader's language writes and says them. */
export function useFormat() {
  const { locale } = useI18n()

  const number = (value: number, options?: Intl.NumberFormatOptions) =>
    !options && isPlain(value) ? String(value) : numberFormat(locale.value, options).format(value)

  return {
    locale,
    number,
    /** `1.2K` */
    compact: (value: number) => formatCount(value, locale.value),
    /** `1 minute 5 seconds` */
    speakTime: (seconds: number) => speakTime(seconds, locale.value),
    /** 0.256 -> `25 %` */
    percent: (share: number) => `${number(Math.floor(share * 100))} %`,
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
