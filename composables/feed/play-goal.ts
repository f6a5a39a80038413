export interface PlayGoal {
  /** So many seconds ahead are loaded. */
  goalSeconds: number
  /** It lacks what it needs next: nothing is fetched beside it. */
  isHungry: boolean
}

export interface PlayFacts {
  isReady: boolean
  isWaiting: boolean
  failure: unknown
  /** Seconds into the item. */
  position: number
  bufferedUntil: number
  duration: number
}

/** Who has just come may go at once: what is loaded for later grows with what was seen. */
const LEAST_SECONDS = 5
/** Enough where a segment comes in a fraction of its time. */
const LEAST_SECONDS_ON_WIDE_LINE = 2
const MOST_SECONDS = 20
/** With so much ahead there is time for others. */
const CALM_SECONDS = 3

/** How far the current item loads ahead, and whether it needs the whole line. */
export function playGoal(
  { isReady, isWaiting, failure, position, bufferedUntil, duration }: PlayFacts,
  { isSuspended, isLineWide }: { isSuspended: boolean; isLineWide: boolean },
): PlayGoal {
  const least = isLineWide ? LEAST_SECONDS_ON_WIDE_LINE : LEAST_SECONDS
  const goalSeconds = Math.min(MOST_SECONDS, least + position)
  const calm = Math.min(CALM_SECONDS, goalSeconds * 0.8)
  const isLoaded = bufferedUntil >= Math.min(position + calm, duration - 0.3)
  const isHungry = failure === null && (!isReady || isWaiting || !isLoaded)
  return { goalSeconds: isSuspended ? 0 : goalSeconds, isHungry }
}
