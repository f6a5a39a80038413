import { prefersReducedMotion } from '~/composables/feed/prefers-reduced-motion'
import { createWheelTurns } from '~/composables/feed/wheel-turns'

/** A row counts as the current one from this share of it on. */
const IN_VIEW = 0.6
/** Longer than a smooth scroll over one row takes; then what is in view counts again, whatever was asked for. */
const SCROLL_MS = 1200

/**
 * Which row of a snapping list is in view. The browser does the scrolling; this only watches, and moves by whole rows
 * for keys, buttons and the notches of a mouse wheel. `rowCount` counts the card at the end as well.
 */
export function useFeedPlace(list: Readonly<Ref<HTMLElement | null>>, rowCount: () => number) {
  const index = ref(0)
  let target: number | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let observer: IntersectionObserver | undefined

  const rowAt = (at: number) => list.value?.querySelector<HTMLElement>(`[data-row="${at}"]`) ?? null

  function moveTo(wanted: number, isSmooth = !prefersReducedMotion()): void {
    const row = rowAt(Math.min(Math.max(0, wanted), rowCount() - 1))
    if (!row || !list.value) return
    target = Number(row.dataset.row)
    // it plays from now on, and not only once it has come into view
    index.value = target
    clearTimeout(timer)
    timer = setTimeout(() => (target = null), SCROLL_MS)
    list.value.scrollTo({ top: row.offsetTop, behavior: isSmooth ? 'smooth' : 'instant' })
  }

  function onView(entries: IntersectionObserverEntry[]): void {
    const seen = entries.filter(({ isIntersecting }) => isIntersecting).at(-1)?.target
    if (!(seen instanceof HTMLElement)) return
    const at = Number(seen.dataset.row)
    // rows that a longer move only passes by
    if (target !== null && at !== target) return
    target = null
    index.value = at
  }

  function observeRows(): void {
    if (!list.value) return
    observer ??= new IntersectionObserver(onView, { root: list.value, threshold: IN_VIEW })
    for (const row of list.value.querySelectorAll('[data-row]')) observer.observe(row)
  }

  const moveBy = (by: 1 | -1) => moveTo((target ?? index.value) + by)
  const readWheel = createWheelTurns()
  function onWheel(event: WheelEvent): void {
    const turn = readWheel(event)
    if (turn === 'native') return
    event.preventDefault()
    if (turn !== 'same turn') moveBy(turn)
  }

  onMounted(() => {
    observeRows()
    // a finger's scrolling never waits for a listener
    if (matchMedia('(any-pointer: fine)').matches)
      list.value?.addEventListener('wheel', onWheel, { passive: false })
  })
  watch(rowCount, observeRows, { flush: 'post' })
  // an element that leaves the document forgets how far it was scrolled
  onActivated(() => moveTo(index.value, false))
  onBeforeUnmount(() => {
    observer?.disconnect()
    clearTimeout(timer)
  })

  return { index, moveBy, rowAt }
}
