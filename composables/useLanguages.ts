/** The languages of the pages under their own names, as items of a menu; choosing one changes the page at once. */
export function useLanguages() {
  const { locale, locales, setLocale } = useI18n()

  const items = computed(() =>
    locales.value.map(({ code, name }) => ({
      label: name ?? code,
      type: 'checkbox' as const,
      checked: code === locale.value,
      onSelect: () => void setLocale(code),
    })),
  )
  return { items }
}
