/** False until the page's code runs in the browser: a form sent before that would leave as a plain request. */
export function useHydrated(): Readonly<Ref<boolean>> {
  const isHydrated = ref(false)
  onMounted(() => (isHydrated.value = true))
  return isHydrated
}
