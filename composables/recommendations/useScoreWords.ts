/** Factors, multipliers and shares as people of the page's language write them. */
export function useScoreWords() {
  const { locale, n } = useI18n()
  const signed = computed(
    () => new Intl.NumberFormat(locale.value, { maximumFractionDigits: 3, signDisplay: 'exceptZero' }),
  )
  const plain = computed(() => new Intl.NumberFormat(locale.value, { maximumFractionDigits: 3 }))
  const percent = computed(
    () => new Intl.NumberFormat(locale.value, { style: 'percent', maximumFractionDigits: 1 }),
  )
  const date = computed(
    () => new Intl.DateTimeFormat(locale.value, { dateStyle: 'medium', timeStyle: 'short' }),
  )
  return {
    signed: (value: number) => signed.value.format(value),
    plain: (value: number) => plain.value.format(value),
    share: (value: number) => percent.value.format(value),
    count: (value: number) => n(value),
    date: (at: string) => date.value.format(new Date(at)),
  }
}
