import type { Preferences } from '#shared/accounts'

export type DigestFrequency = Exclude<Preferences['emailDigest'], 'off'>

const DAY_MS = 24 * 3600_000
/** UTC: early enough for a European morning, and one time for everybody keeps a period the same for all. */
const HOUR = 6

/** When the current period began: today or yesterday at 06:00 UTC, or the last Monday at that time. */
export function digestPeriodStart(frequency: DigestFrequency, now: Date): Date {
  const today = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate(), HOUR)
  const start = new Date(today > now.getTime() ? today - DAY_MS : today)
  if (frequency === 'daily') return start
  const daysSinceMonday = (start.getUTCDay() + 6) % 7
  return new Date(start.getTime() - daysSinceMonday * DAY_MS)
}

/** What a person's first digest looks back on. */
export function firstDigestSince(frequency: DigestFrequency, now: Date): Date {
  return new Date(now.getTime() - (frequency === 'daily' ? 1 : 7) * DAY_MS)
}
