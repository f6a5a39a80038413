import type { PlayerState } from './player-state'

const LOOK_MS = 1000
const STALL_MS = 8000

/**
 * Tells when nothing has moved for a while though something should: the engine asks for a lost segment for ever and
 * never calls that an error. The end of a growing playlist is no stall: there it waits for what is still being made.
 */
export function watchStalls(state: PlayerState, isGrowing: () => boolean, onStall: () => void): () => void {
  let stillSince = Date.now()
  let last = ''
  const timer = setInterval(() => {
    const place = `${state.currentTime} ${state.bufferedUntil}`
    const isStuck = state.isWaiting && !state.hasFailed && !isGrowing() && place === last
    last = place
    if (!isStuck) stillSince = Date.now()
    if (Date.now() - stillSince < STALL_MS) return
    stillSince = Date.now()
    onStall()
  }, LOOK_MS)
  return () => clearInterval(timer)
}
