import { readStored, writeStored } from './stored'

/** Kept in this browser and used for every video. */
export interface PlayerPreferences {
  /** 0 to 1 */
  volume: number
  isMuted: boolean
  rate: number
  /** Language of the captions that were last on; null: off. */
  captions: string | null
}

const KEY = 'clipway:player'
const DEFAULTS: PlayerPreferences = { volume: 1, isMuted: false, rate: 1, captions: null }

export function readPreferences(): PlayerPreferences {
  const stored = readStored(KEY)
  const found: Partial<PlayerPreferences> = typeof stored === 'object' && stored !== null ? stored : {}
  return {
    volume: isWithin(found.volume, 0, 1) ? found.volume : DEFAULTS.volume,
    isMuted: found.isMuted === true,
    rate: isWithin(found.rate, 0.25, 3) ? found.rate : DEFAULTS.rate,
    captions: typeof found.captions === 'string' ? found.captions : null,
  }
}

export function writePreferences(change: Partial<PlayerPreferences>): void {
  writeStored(KEY, { ...readPreferences(), ...change })
}

function isWithin(value: unknown, min: number, max: number): value is number {
  return typeof value === 'number' && value >= min && value <= max
}
