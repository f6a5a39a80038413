import { readStored, writeStored } from './stored'

export const CAPTION_SIZES = ['small', 'normal', 'large', 'huge'] as const
export type CaptionSize = (typeof CAPTION_SIZES)[number]
export const CAPTION_BACKGROUNDS = ['box', 'solid', 'none'] as const
export type CaptionBackground = (typeof CAPTION_BACKGROUNDS)[number]

/** Kept in this browser and used for every video. */
export interface PlayerPreferences {
  /** 0 to 1 */
  volume: number
  isMuted: boolean
  rate: number
  /** Short side of the picture in pixels; null: whatever suits line and screen. */
  height: number | null
  isLooped: boolean
  /** Language of the captions that were last on; null: off. */
  captions: string | null
  /** The language last read, also once captions are off. */
  captionsLanguage: string | null
  captionSize: CaptionSize
  captionBackground: CaptionBackground
}

const KEY = 'clipway:player'

/** Whatever is stored: it may be old, full of somebody else's, or not there. */
export function readPreferences(): PlayerPreferences {
  const stored = readStored(KEY)
  const found: Partial<PlayerPreferences> = typeof stored === 'object' && stored !== null ? stored : {}
  return {
    volume: isWithin(found.volume, 0, 1) ? found.volume : 1,
    isMuted: found.isMuted === true,
    rate: isWithin(found.rate, 0.25, 3) ? found.rate : 1,
    height: isWithin(found.height, 1, 10_000) ? found.height : null,
    isLooped: found.isLooped === true,
    captions: textOrNull(found.captions),
    captionsLanguage: textOrNull(found.captionsLanguage),
    captionSize: oneOf(CAPTION_SIZES, found.captionSize) ?? 'normal',
    captionBackground: oneOf(CAPTION_BACKGROUNDS, found.captionBackground) ?? 'box',
  }
}

export function writePreferences(change: Partial<PlayerPreferences>): void {
  writeStored(KEY, { ...readPreferences(), ...change })
}

function isWithin(value: unknown, min: number, max: number): value is number {
  return typeof value === 'number' && value >= min && value <= max
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

function oneOf<Value>(values: readonly Value[], value: unknown): Value | undefined {
  return values.find((each) => each === value)
}
