import type { WorkboxPlugin } from 'workbox-core'
import { isPublic } from './keep-public-only'

/** The beginning of a clip in its lowest renditions is smaller; more would fill the device with what is played once. */
const MAX_BYTES = 1_000_000
const RANGE = /^bytes=(\d+)-(\d+)$/

/** One whole range of few bytes, as the feed asks for segments. */
export function isShortRange(request: Request): boolean {
  const [, first, last] = RANGE.exec(request.headers.get('range') ?? '') ?? []
  return first !== undefined && last !== undefined && Number(last) - Number(first) < MAX_BYTES
}

/**
 * The Cache API refuses answers with 206 (Service Workers, 5.4.4), so a range is kept as a whole answer at an address
 * that names it, and given back as the part that it is.
 */
export const rangeAsKey: WorkboxPlugin = {
  cacheKeyWillBeUsed({ request }) {
    const url = new URL(request.url)
    url.searchParams.set('range', request.headers.get('range') ?? '')
    return Promise.resolve(url.href)
  },
  cacheWillUpdate({ response }) {
    if (response.status !== 206 || !isPublic(response)) return Promise.resolve(null)
    return Promise.resolve(new Response(response.body, { status: 200, headers: response.headers }))
  },
  cachedResponseWillBeUsed({ cachedResponse }) {
    if (!cachedResponse) return Promise.resolve(null)
    return Promise.resolve(
      new Response(cachedResponse.body, { status: 206, headers: cachedResponse.headers }),
    )
  },
}
