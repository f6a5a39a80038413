/** Lines as Chrome's developer tools emulate them (front_end/core/sdk/NetworkManager.ts): bytes a second, milliseconds. */
export interface LineProfile {
  downloadThroughput: number
  uploadThroughput: number
  latency: number
}

const line = (download: number, upload: number, latency: number, share: number): LineProfile => ({
  downloadThroughput: ((download * 1e6) / 8) * share,
  uploadThroughput: ((upload * 1e6) / 8) * share,
  latency,
})

export const PROFILES = {
  /** Not throttled. */
  fast: null,
  /** "Fast 4G": 9 Mbit/s at nine tenths, 165 ms. */
  '4g': line(9, 1.5, 60 * 2.75, 0.9),
  /** "3G", which was "Slow 3G": 500 kbit/s at four fifths, 2000 ms. */
  'slow 3g': line(0.5, 0.5, 400 * 5, 0.8),
} as const

export type ProfileName = keyof typeof PROFILES
