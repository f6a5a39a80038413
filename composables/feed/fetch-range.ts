import type { FetchRange } from './range-loader'

/** The server has answered, and not with the bytes. */
export class RangeRefused extends Error {
  readonly status: number

  constructor(status: number) {
    super(`The server answered ${status} instead of the bytes asked for.`)
    this.status = status
  }

  /** It is on its way from further away: asking again a little later brings it. */
  get isRestoring(): boolean {
    return this.status === 202
  }

  /** Let go of, until somebody who has a copy gives it back. */
  get isAwaiting(): boolean {
    return this.status === 410
  }

  /** Deleted, private or replaced meanwhile: asking again changes nothing. */
  get isGone(): boolean {
    return [401, 403, 404, 410, 416].includes(this.status)
  }
}

/** By a plain request that caches of the browser and on the way may answer; what is fetched ahead stands back. */
export const fetchRange: FetchRange = async ({ url, range }, { isUrgent, signal }) => {
  const headers = { range: `bytes=${range[0]}-${range[1]}` }
  const response = await fetch(url, { headers, signal, priority: isUrgent ? 'high' : 'low' })
  if (response.status === 206 && response.body) return response.body
  // a whole pack may be gigabytes
  await response.body?.cancel()
  throw new RangeRefused(response.status)
}
