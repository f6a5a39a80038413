const SLEEP_AFTER_MS = 2600

/** Awake after any sign of life, asleep some seconds later while `maySleep`. Controls show while awake. */
export function useIdle(maySleep: () => boolean) {
  const wasUsed = ref(true)
  const isAwake = computed(() => wasUsed.value || !maySleep())
  let timer: ReturnType<typeof setTimeout> | undefined

  function wake(): void {
    wasUsed.value = true
    clearTimeout(timer)
    timer = setTimeout(() => (wasUsed.value = false), SLEEP_AFTER_MS)
  }

  function sleep(): void {
    clearTimeout(timer)
    wasUsed.value = false
  }

  watch(maySleep, (may) => may && wake())
  onMounted(wake)
  onBeforeUnmount(() => clearTimeout(timer))
  return { isAwake, wake, sleep }
}
