/** So wide is a picture at most: then every one can be told from the next. */
const WIDEST_FRAME_PX = 24

export interface TimelineBounds {
  /** Of the video, in seconds. */
  duration: number
  /** Of what is seen at once, in pixels. */
  width: number
  secondsPerFrame: number
}

/** Pixels a second: from the whole video at once to single pictures. */
export function clampScale(pixelsPerSecond: number, bounds: TimelineBounds): number {
  const { least, most } = scaleRange(bounds)
  return Math.min(most, Math.max(least, pixelsPerSecond))
}

export function scaleRange({ duration, width, secondsPerFrame }: TimelineBounds): {
  least: number
  most: number
} {
  const least = width / Math.max(duration, 0.001)
  return { least, most: Math.max(least, WIDEST_FRAME_PX / secondsPerFrame) }
}

/** Where to scroll so that the moment under a place stays there while the scale changes; pixels. */
export function scrollToKeep(seconds: number, atPx: number, pixelsPerSecond: number): number {
  return Math.max(0, seconds * pixelsPerSecond - atPx)
}

/** Seconds between the marks of the ruler: a round number that leaves room for their words. */
export function rulerStep(pixelsPerSecond: number, roomPx = 90): number {
  const STEPS = [0.04, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600]
  return STEPS.find((step) => step * pixelsPerSecond >= roomPx) ?? 7200
}
