/** Rows rendered beyond what is seen, so that focus can go on from the last of them. */
const BEYOND = 6

/** Which rows of a long list are rendered; all rows are equally high. */
export function useRowWindow(
  scroller: Readonly<Ref<HTMLElement | null>>,
  { count, rowPixels }: { count: () => number; rowPixels: number },
) {
  const scrollTop = ref(0)
  const height = ref(600)
  let resizing: ResizeObserver | undefined

  const first = computed(() => Math.max(0, Math.floor(scrollTop.value / rowPixels) - BEYOND))
  const end = computed(() =>
    Math.min(count(), Math.ceil((scrollTop.value + height.value) / rowPixels) + BEYOND),
  )

  function onScroll(): void {
    scrollTop.value = scroller.value?.scrollTop ?? 0
  }

  function scrollTo(index: number): void {
    const element = scroller.value
    if (!element) return
    const top = index * rowPixels
    const isSeen = top >= element.scrollTop && top + rowPixels <= element.scrollTop + height.value
    if (!isSeen) element.scrollTop = Math.max(0, top - (height.value - rowPixels) / 2)
    onScroll()
  }

  onMounted(() => {
    resizing = new ResizeObserver(([entry]) => (height.value = entry?.contentRect.height ?? height.value))
    if (scroller.value) resizing.observe(scroller.value)
  })
  onBeforeUnmount(() => resizing?.disconnect())

  return {
    first,
    end,
    onScroll,
    scrollTo,
    totalPixels: computed(() => count() * rowPixels),
    offsetPixels: computed(() => first.value * rowPixels),
  }
}
