import { RateLimited } from '../errors.ts'

/**
 * Bounds how many large bodies this process holds in memory at once, whoever sends them.
 * @returns runs what holds one; throws RateLimited where too many are held
 */
export function heldBodies(limit: number) {
  let held = 0
  return async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (held >= limit) {
      throw new RateLimited('The server is busy with other files. Try again in a few seconds.', {
        headers: { 'retry-after': '3' },
      })
    }
    held++
    try {
      return await work()
    } finally {
      held--
    }
  }
}
