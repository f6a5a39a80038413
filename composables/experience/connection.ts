import type { ExperienceEvent } from '#shared/experience'

/** Network Information API (W3C); absent in Firefox and Safari. */
export interface NetworkInformation {
  effectiveType?: 'slow-2g' | '2g' | '3g' | '4g'
  saveData?: boolean
  /** Megabits a second, rounded and capped at 10 by the browser. */
  downlink?: number
}

export function networkInformation(): NetworkInformation | undefined {
  return (navigator as { connection?: NetworkInformation }).connection
}

/** The browser's classes end at 4g, which is everything above 0.7 Mbit/s; from 8 Mbit/s on it is called fast here. */
export function connectionClass(line = networkInformation()): ExperienceEvent['connection'] {
  if (!line?.effectiveType) return 'unknown'
  if (line.effectiveType === '4g') return (line.downlink ?? 0) >= 8 ? 'fast' : '4g'
  return line.effectiveType === '3g' ? '3g' : '2g'
}
