/** Where things lie in the timeline, from its top, in pixels. */
export const LANES = {
  ruler: { top: 0, height: 22 },
  strip: { top: 22, height: 48 },
  wave: { top: 72, height: 56 },
  clips: { top: 132, height: 26 },
  suggestions: { top: 162, height: 28 },
} as const

export const TIMELINE_HEIGHT = 196
