export interface StudioProbe {
  longTasks: number[]
  /** Milliseconds between pictures of the page, since the last `take`. */
  frames: number[]
}

declare global {
  interface Window {
    studioProbe: StudioProbe
  }
}

/** Runs in the page before anything else: tasks that held the main thread for over 50 ms, and every picture. */
export function installStudioProbe(): void {
  const probe: StudioProbe = { longTasks: [], frames: [] }
  window.studioProbe = probe
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) probe.longTasks.push(duration)
  }).observe({ type: 'longtask', buffered: true })
  let last = 0
  const step = (now: number) => {
    if (last > 0) probe.frames.push(now - last)
    last = now
    requestAnimationFrame(step)
  }
  requestAnimationFrame(step)
}
