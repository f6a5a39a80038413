/** Days, times and shares as people of the page's language write them. */
export function useFigureWords() {
  const { locale, t, n } = useI18n()
  const dayFormat = computed(
    () => new Intl.DateTimeFormat(locale.value, { day: 'numeric', month: 'short', timeZone: 'UTC' }),
  )
  const shareFormat = computed(
    () => new Intl.NumberFormat(locale.value, { style: 'percent', maximumFractionDigits: 0 }),
  )
  const hours = computed(() => new Intl.NumberFormat(locale.value, { maximumFractionDigits: 1 }))

  return {
    /** `2026-11-22` */
    day: (day: string) => dayFormat.value.format(new Date(`${day}T00:00:00Z`)),
    /** 0 to 1 and more. */
    share: (share: number) => shareFormat.value.format(share),
    count: (count: number) => n(Math.round(count)),
    length: (seconds: number) => {
      if (seconds < 90) return t('analytics.seconds', { count: n(Math.round(seconds)) })
      if (seconds < 5400) return t('analytics.minutes', { count: hours.value.format(seconds / 60) })
      return t('analytics.hours', { count: hours.value.format(seconds / 3600) })
    },
  }
}
