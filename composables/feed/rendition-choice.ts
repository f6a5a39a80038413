import type { PlaybackHints, PlaybackRendition } from '#shared/feed'

export interface Renditions {
  /** Lowest first; all of one kind, so that one can take over from another within the same source buffers. */
  pictures: PlaybackRendition[]
  /** Null where the sound is in the pictures, or there is none. */
  sound: PlaybackRendition | null
}

/** What this browser can play of an item, or null when that is nothing. */
export function playableRenditions(
  { renditions }: PlaybackHints,
  isSupported: (mimeType: string) => boolean,
): Renditions | null {
  const playable = renditions.filter(({ mimeType, segmentBytes }) => segmentBytes.length > 0 && isSupported(mimeType))
  const separate = playable.filter(({ kind }) => kind === 'video')
  const pictures = separate.length > 0 ? separate : playable.filter(({ kind }) => kind === 'muxed')
  if (pictures.length === 0) return null
  const sound = separate.length > 0 ? playable.find(({ kind }) => kind === 'audio') : undefined
  return { pictures: [...pictures].sort((a, b) => a.averageBitrate - b.averageBitrate), sound: sound ?? null }
} // prettier-ignore

export interface Demand {
  /** Height of the whole picture as it is laid out, in the device's own pixels. */
  screenHeight: number
  /** What the line carries; null while nobody knows. */
  bitsPerSecond: number | null
  /** Asked to keep the bytes few. */
  isSaving: boolean
}

/** A picture this much smaller than its place is taken for one that fills it. */
const ENOUGH_SHARE = 0.85
/** Of the line, what one item may take: its neighbours are to come, too, and lines waver. */
const LINE_SHARE = 0.7
/** Until the first bytes have told: a 4G line carries it (median of mobile lines worldwide is above 10 Mbit/s). */
const ASSUMED_BITS_PER_SECOND = 3_000_000
const SAVING_HEIGHT = 360

/**
 * The lowest rendition that the screen needs, and lower where the line does not carry that one. `pictures` are lowest
 * first and at least one.
 */
export function chooseRendition(
  pictures: readonly PlaybackRendition[],
  { screenHeight, bitsPerSecond, isSaving }: Demand,
): PlaybackRendition {
  const needed = Math.min(screenHeight, isSaving ? SAVING_HEIGHT : Infinity) * ENOUGH_SHARE
  const budget = (bitsPerSecond ?? ASSUMED_BITS_PER_SECOND) * LINE_SHARE
  const carried = pictures.filter(({ averageBitrate }) => averageBitrate <= budget)
  const affordable = carried.length > 0 ? carried : pictures.slice(0, 1)
  return affordable.find(({ height }) => height >= needed) ?? affordable.at(-1)!
}

/** Beyond two pixels a point nobody sees a difference in moving pictures. */
const MAX_PIXEL_RATIO = 2

/** How many device pixels high a picture of this shape is in a box that shows the whole of it (`object-fit: contain`). */
export function fittedHeight(
  box: { width: number; height: number },
  picture: { width: number; height: number },
  pixelRatio: number,
): number {
  const scale = Math.min(box.width / (picture.width || 1), box.height / (picture.height || 1))
  return picture.height * scale * Math.min(pixelRatio, MAX_PIXEL_RATIO)
}
