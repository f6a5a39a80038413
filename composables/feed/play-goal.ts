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
const MOST_SECONDS = 20
/** With so much ahead there is time for others. */
const CALM_SECONDS = 3

/** How far the current item loads ahead, and whether it needs the whole line. */
export function playGoal(
  { isReady, isWaiting, failure, position, bufferedUntil, duration }: PlayFacts,
  isSuspended: boolean,
): PlayGoal {
  const goalSeconds = Math.min(MOST_SECONDS, LEAST_SECONDS + position)
  const isLoaded = bufferedUntil >= Math.min(position + CALM_SECONDS, duration - 0.3)
  const isHungry = failure === null && (!isReady || isWaiting || !isLoaded)
  return { goalSeconds: isSuspended ? 0 : goalSeconds, isHungry }
}
