/** How much is to be looked at what plays: not at all any more, now and then, or picture by picture. */
export type Attention = 'none' | 'calm' | 'close'

/**
 * Looks again and again while something plays. Picture by picture is for its last moments alone: a phone that has to do
 * something sixty times a second gets warm of it.
 */
export function createFollower(look: () => Attention, everyMs: number) {
  let frame = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  function stop(): void {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
  }

  function step(): void {
    stop()
    const attention = look()
    if (attention === 'close') frame = requestAnimationFrame(step)
    else if (attention === 'calm') timer = setTimeout(step, everyMs)
  }

  return {
    start() {
      stop()
      frame = requestAnimationFrame(step)
    },
    stop,
  }
}
