import type { TierSettings } from '#shared/tiers'

const DAY_MS = 86_400_000
/** Aimed a little below what is allowed, so that a busy week does not go over it. */
const AIM = 0.955
/** How much of an error is answered in a day. What is asked for now sinks within weeks: quicker would swing. */
const DAILY_GAIN = 0.15
const LEAST = 1 / 16
const MOST = 64

/**
 * By how much the bar is raised, or lowered, below which a video sinks, so that RELIVE holds as much as it may and no
 * more. Moves by some percent a day; 1 where RELIVE may hold everything.
 * @param share of all bytes that are kept, in RELIVE and LIVE
 * @param passedMs since the pressure was last changed
 */
export function nextPressure(
  pressure: number,
  share: number,
  { reliveMaxShare }: Pick<TierSettings, 'reliveMaxShare'>,
  passedMs: number,
): number {
  if (reliveMaxShare >= 1) return 1
  const days = Math.min(1, Math.max(0, passedMs / DAY_MS))
  const error = share / (AIM * reliveMaxShare)
  return Math.min(MOST, Math.max(LEAST, pressure * error ** (DAILY_GAIN * days)))
}

/** The rules as they are under it; what comes back needs at least twice of what keeps it. */
export function underPressure(settings: TierSettings, pressure: number): TierSettings {
  const sinkBelowViews = settings.sinkBelowViews * pressure
  return {
    ...settings,
    sinkBelowViews,
    restoreAtViews: Math.max(settings.restoreAtViews, 2 * sinkBelowViews),
    expireBelowViews: Math.min(settings.expireBelowViews, sinkBelowViews),
  }
}
