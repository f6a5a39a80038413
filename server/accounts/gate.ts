import { Unavailable } from '../errors.ts'

/**
 * Lets `running` tasks run at once and `waiting` wait in order.
 * @throws Unavailable for one more
 */
export function createGate(limits: { running: number; waiting: number; busy: string }) {
  let running = 0
  const waiting: (() => void)[] = []
  return async function pass<Result>(task: () => Promise<Result>): Promise<Result> {
    if (running < limits.running) running++
    else if (waiting.length < limits.waiting) await new Promise<void>((enter) => waiting.push(enter))
    else
      throw new Unavailable(`${limits.busy} Try again in a few seconds.`, {
        headers: { 'retry-after': '5' },
      })
    try {
      return await task()
    } finally {
      // the place goes straight to the next, so nobody can slip in between
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }
}
