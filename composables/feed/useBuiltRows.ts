const MOST = 2

/**
 * How many rows on each side of the current one are built: none in the first page, which so comes alive sooner, then one
 * more each time the browser has nothing else to do.
 */
export function useBuiltRows(): Readonly<Ref<number>> {
  const built = ref(useNuxtApp().isHydrating || import.meta.server ? 0 : MOST)
  let isGone = false

  function buildMore(): void {
    if (isGone || built.value >= MOST) return
    built.value++
    requestIdleCallback(buildMore)
  }
  onMounted(() => onNuxtReady(buildMore))
  onBeforeUnmount(() => (isGone = true))
  return built
}
