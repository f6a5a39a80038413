/** Days and moments as the reader's language writes them. For pages whose data comes in the browser: it uses its zone. */
export function useDates() {
  const { locale } = useI18n()
  const day = computed(() => new Intl.DateTimeFormat(locale.value, { dateStyle: 'medium' }))
  const moment = computed(
    () => new Intl.DateTimeFormat(locale.value, { dateStyle: 'short', timeStyle: 'short' }),
  )
  return {
    dateOf: (time: string) => day.value.format(new Date(time)),
    momentOf: (time: string) => moment.value.format(new Date(time)),
  }
}
