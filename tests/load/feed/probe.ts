/** How a swipe went, in milliseconds from the moment when the list stood at the item. */
export interface Swipe {
  /** Until a picture of the item was presented; null when none came in time. */
  firstFrameMs: number | null
}

/** Seconds of a video that were on the screen, in one stretch. */
export interface SeenStretch {
  row: number
  from: number
  to: number
}

export interface FeedProbe {
  /** Stands at a row at once, as a finger leaves it. */
  swipe(row: number, timeoutMs: number): Promise<Swipe>
  rows(): number
  seen: SeenStretch[]
  longTasks: number[]
  lcpMs: number
  cls: number
}

declare global {
  interface Window {
    feedProbe: FeedProbe
  }
}

/**
 * Runs in the page before anything else. Knows nothing of our own code but where rows and their video elements are: what
 * was shown is the word of requestVideoFrameCallback (WICG), which tells of frames that were presented.
 */
export function installProbe(): void {
  const probe: FeedProbe = { swipe, rows, seen: [], longTasks: [], lcpMs: 0, cls: 0 }
  window.feedProbe = probe
  const rowOf = (row: number) => document.querySelector<HTMLElement>(`[data-testid="feed"] article[data-row="${row}"]`)

  function rows(): number {
    return document.querySelectorAll('[data-testid="feed"] article[data-row]').length
  }

  function swipe(row: number, timeoutMs: number): Promise<Swipe> {
    const list = document.querySelector<HTMLElement>('[data-testid="feed"]')!
    const target = rowOf(row)!
    const begun = performance.now()
    list.scrollTo({ top: target.offsetTop, behavior: 'instant' })
    return new Promise((resolve) => {
      let watched: HTMLVideoElement | null = null
      let isOver = false
      const finish = (firstFrameMs: number | null) => {
        isOver = true
        clearTimeout(timer)
        resolve({ firstFrameMs })
      }
      const timer = setTimeout(() => finish(null), timeoutMs)
      const look = () => {
        const video = target.querySelector('video')
        if (video && video !== watched) {
          watched = video
          video.requestVideoFrameCallback((_, { presentationTime }) => finish(Math.max(0, presentationTime - begun)))
        }
        if (!isOver) requestAnimationFrame(look)
      }
      look()
    })
  }

  /** Every presented frame of whatever video is in the middle of the list. */
  function follow(video: HTMLVideoElement): void {
    video.requestVideoFrameCallback((_, { mediaTime }) => {
      const row = Number(video.closest<HTMLElement>('[data-row]')?.dataset.row ?? -1)
      const { top = 1, height = 0 } = video.getBoundingClientRect()
      if (row >= 0 && !video.paused && Math.abs(top - (innerHeight - height) / 2) < height) note(row, mediaTime)
      follow(video)
    })
  }

  function note(row: number, seconds: number): void {
    const last = probe.seen.findLast((stretch) => stretch.row === row)
    const goesOn = last && seconds >= last.to && seconds - last.to < 0.6
    if (goesOn) last.to = seconds
    else probe.seen.push({ row, from: seconds, to: seconds })
  }

  const followed = new WeakSet<Element>()
  const observer = new MutationObserver(() => {
    for (const video of document.querySelectorAll('video')) {
      if (followed.has(video)) continue
      followed.add(video)
      follow(video)
    }
  })
  observer.observe(document, { childList: true, subtree: true })

  const observe = (type: string, each: (entry: PerformanceEntry) => void) =>
    new PerformanceObserver((list) => list.getEntries().forEach(each)).observe({ type, buffered: true })
  observe('longtask', ({ duration }) => probe.longTasks.push(duration))
  observe('largest-contentful-paint', ({ startTime }) => (probe.lcpMs = startTime))
  observe('layout-shift', (entry) => {
    const { value, hadRecentInput } = entry as PerformanceEntry & { value: number; hadRecentInput: boolean }
    if (!hadRecentInput) probe.cls += value
  })
} // prettier-ignore
