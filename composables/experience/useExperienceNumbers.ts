/** Figures in the reader's language: `1,204`, `3.5 %`, `120 ms`, `1.3 s`. */
export function useExperienceNumbers() {
  const { locale } = useI18n()
  const make = (options: Intl.NumberFormatOptions) =>
    computed(() => new Intl.NumberFormat(locale.value, options))
  const whole = make({ maximumFractionDigits: 0 })
  const share = make({ style: 'percent', maximumFractionDigits: 1 })
  const milliseconds = make({ style: 'unit', unit: 'millisecond', maximumFractionDigits: 0 })
  const seconds = make({ style: 'unit', unit: 'second', maximumFractionDigits: 1 })

  return {
    formatCount: (value: number) => whole.value.format(value),
    formatShare: (value: number) => share.value.format(value),
    /** A dash where nobody saw a picture. */
    formatWait(value: number | null): string {
      if (value === null) return '–'
      return value < 1000 ? milliseconds.value.format(value) : seconds.value.format(value / 1000)
    },
  }
}
