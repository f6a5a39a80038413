import { clampScale, scaleRange, scrollToKeep } from '~/composables/studio/timeline-scale'

interface ZoomedVideo {
  duration(): number
  secondsPerFrame(): number
}

/** Scale and scroll of a timeline, whose element scrolls by itself: wheels, fingers and scroll bars need nothing of ours. */
export function useTimelineZoom(scroller: Readonly<Ref<HTMLElement | null>>, video: ZoomedVideo) {
  const width = ref(0)
  const scrollLeft = ref(0)
  /** Null shows the whole video, whatever the width. */
  const chosen = ref<number | null>(null)
  const bounds = computed(() => ({
    duration: video.duration(),
    width: width.value,
    secondsPerFrame: video.secondsPerFrame(),
  }))
  const pixelsPerSecond = computed(() => {
    const { least } = scaleRange(bounds.value)
    return chosen.value === null ? least : clampScale(chosen.value, bounds.value)
  })
  const isWhole = computed(() => pixelsPerSecond.value <= scaleRange(bounds.value).least)
  const isClosest = computed(() => pixelsPerSecond.value >= scaleRange(bounds.value).most)

  /** What lies `atPx` from the edge of what is seen stays where it is. */
  async function zoomBy(factor: number, atPx: number): Promise<void> {
    const seconds = (scrollLeft.value + atPx) / pixelsPerSecond.value
    const wanted = clampScale(pixelsPerSecond.value * factor, bounds.value)
    chosen.value = wanted <= scaleRange(bounds.value).least ? null : wanted
    await nextTick()
    scrollTo(scrollToKeep(seconds, atPx, pixelsPerSecond.value))
  }

  function showWhole(): void {
    chosen.value = null
    scrollTo(0)
  }

  /** Brings a stretch into view, filling most of it. */
  async function show(startSeconds: number, endSeconds: number): Promise<void> {
    chosen.value = clampScale((0.7 * width.value) / Math.max(0.5, endSeconds - startSeconds), bounds.value)
    await nextTick()
    const middle = (startSeconds + endSeconds) / 2
    scrollTo(scrollToKeep(middle, width.value / 2, pixelsPerSecond.value))
  }

  /** Scrolls only where the moment is out of sight. */
  function reveal(seconds: number): void {
    const at = seconds * pixelsPerSecond.value
    if (at >= scrollLeft.value && at <= scrollLeft.value + width.value) return
    scrollTo(Math.max(0, at - width.value * 0.1))
  }

  function scrollTo(left: number): void {
    if (!scroller.value) return
    scroller.value.scrollLeft = left
    scrollLeft.value = scroller.value.scrollLeft
  }

  const onScroll = () => (scrollLeft.value = scroller.value?.scrollLeft ?? 0)

  let observer: ResizeObserver | undefined
  onMounted(() => {
    if (!scroller.value) return
    width.value = scroller.value.clientWidth
    observer = new ResizeObserver(() => (width.value = scroller.value?.clientWidth ?? 0))
    observer.observe(scroller.value)
  })
  onBeforeUnmount(() => observer?.disconnect())

  return { width, scrollLeft, pixelsPerSecond, isWhole, isClosest, zoomBy, showWhole, show, reveal, onScroll }
}
