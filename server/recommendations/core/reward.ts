/** What one viewing came to. */
export interface Viewing {
  /** Share of the duration that was watched; above 1 where it was seen again. */
  watched: number
  durationSeconds: number
  isLiked?: boolean
  isDisliked?: boolean
  isCommented?: boolean
  isFollowed?: boolean
  isShared?: boolean
  isSaved?: boolean
  isReported?: boolean
  isSkipped?: boolean
}

/** Seconds after which leaving is a choice and no slip of the thumb. */
const GLANCE_SECONDS = 2

/**
 * How well something was received, -1.5 to 1.3. Raw watch time favours what is long, so half of it is the place among
 * viewings of clips of about that length (D2Q, Zhan et al. 2022).
 * @param quantile of `watched` among clips of the same duration bucket (`durationBucket`), 0 to 1
 */
export function rewardOf(viewing: Viewing, quantile: number): number {
  if (viewing.isReported) return -1.5
  const again = viewing.watched > 1 ? Math.min(0.2, 0.1 * Math.ceil(viewing.watched - 1)) : 0
  const isLeft =
    viewing.isSkipped ||
    viewing.watched < 0.2 ||
    viewing.watched * viewing.durationSeconds < Math.min(GLANCE_SECONDS, viewing.durationSeconds)
  const sum =
    0.5 * Math.min(1, viewing.watched) +
    0.5 * quantile +
    again +
    (viewing.isLiked ? 0.3 : 0) +
    (viewing.isCommented ? 0.2 : 0) +
    (viewing.isFollowed ? 0.2 : 0) +
    (viewing.isShared || viewing.isSaved ? 0.15 : 0) -
    (viewing.isDisliked ? 0.6 : 0) -
    (isLeft ? 0.1 : 0)
  return Math.min(1.3, Math.max(-0.5, sum))
}

/** Upper bounds in seconds of the buckets in which watch shares are compared. */
const BUCKETS = [8, 15, 25, 40, 60, 120, 300]

export function durationBucket(seconds: number): number {
  const at = BUCKETS.findIndex((bound) => seconds <= bound)
  return at < 0 ? BUCKETS.length : at
}

export const DURATION_BUCKETS = BUCKETS.length + 1
