export interface PreviewPlan {
  excerpts: { start: number; seconds: number }[]
  width: number
  height: number
}

const EXCERPTS = 4
const EXCERPT_SECONDS = 1.5
const SHORT_SIDE = 270

/** Six seconds from all over the video; a short one from its start. Never larger than the video. */
export function previewPlan(video: { width: number; height: number; durationSeconds: number }): PreviewPlan {
  const { width, height, durationSeconds } = video
  const scale = Math.min(1, SHORT_SIDE / Math.min(width, height))
  const size = { width: evenSide(width * scale), height: evenSide(height * scale) }
  const total = EXCERPTS * EXCERPT_SECONDS
  if (durationSeconds < total * 1.5) {
    return { excerpts: [{ start: 0, seconds: Math.min(total, durationSeconds) }], ...size }
  }
  const excerpts = Array.from({ length: EXCERPTS }, (_, index) => ({
    start: Math.round(durationSeconds * ((index + 0.5) / EXCERPTS) * 1000) / 1000 - EXCERPT_SECONDS / 2,
    seconds: EXCERPT_SECONDS,
  }))
  return { excerpts, ...size }
}

function evenSide(pixels: number): number {
  return Math.max(2, Math.floor(pixels / 2) * 2)
}
