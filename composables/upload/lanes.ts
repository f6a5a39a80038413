export interface Lanes {
  /** Resolves, in the order of asking, with a function that frees the lane. Rejects when aborted while waiting. */
  enter(signal: AbortSignal): Promise<() => void>
}

/** Lets only so many transfers run at once: several big files side by side only make each of them late. */
export function createLanes(count: number): Lanes {
  let free = count
  const queue: (() => void)[] = []

  function leave(): void {
    const next = queue.shift()
    if (next) next()
    else free++
  }

  function leaveOnce(): () => void {
    let isLeft = false
    return () => {
      if (!isLeft) leave()
      isLeft = true
    }
  }

  return {
    enter(signal) {
      if (signal.aborted) return Promise.reject(signal.reason as Error)
      if (free > 0) {
        free--
        return Promise.resolve(leaveOnce())
      }
      return new Promise((resolve, reject) => {
        const turn = () => {
          signal.removeEventListener('abort', abort)
          resolve(leaveOnce())
        }
        const abort = () => {
          queue.splice(queue.indexOf(turn), 1)
          reject(signal.reason as Error)
        }
        queue.push(turn)
        signal.addEventListener('abort', abort, { once: true })
      })
    },
  }
}
