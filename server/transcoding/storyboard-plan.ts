export interface StoryboardPlan {
  tileWidth: number
  tileHeight: number
  columns: number
  rows: number
  count: number
  intervalSeconds: number
  /** Pictures between keyframes are skipped: eighteen times cheaper, and enough when tiles lie this far apart. */
  isFromKeyframes: boolean
}

const TILE_LONG_SIDE = 160
const MAX_COLUMNS = 12
const MAX_TILES = 240
/** Up to here a tile every two seconds (at least four); after that every four and more. */
const DENSE_SECONDS = 120
const KEYFRAME_SECONDS = 4

/** One sheet of at most 240 pictures: every half second of two seconds, every minute of four hours. */
export function storyboardPlan(video: { width: number; height: number; durationSeconds: number }): StoryboardPlan {
  const { durationSeconds } = video
  const isDense = durationSeconds <= DENSE_SECONDS
  const intervalSeconds = isDense
    ? Math.min(2, Math.max(0.1, durationSeconds / 4))
    : Math.max(KEYFRAME_SECONDS, durationSeconds / MAX_TILES)
  const count = Math.max(1, Math.min(MAX_TILES, Math.ceil(durationSeconds / intervalSeconds - 0.01)))
  const columns = Math.min(MAX_COLUMNS, count)
  const scale = TILE_LONG_SIDE / Math.max(video.width, video.height)
  return {
    tileWidth: tileSide(video.width * scale),
    tileHeight: tileSide(video.height * scale),
    columns,
    rows: Math.ceil(count / columns),
    count,
    intervalSeconds: Math.round(intervalSeconds * 1000) / 1000,
    isFromKeyframes: !isDense,
  }
} // prettier-ignore

function tileSide(pixels: number): number {
  return Math.max(2, Math.round(pixels / 2) * 2)
}
