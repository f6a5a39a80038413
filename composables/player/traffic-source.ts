import type { TrafficSource } from '#shared/engagement'

/** What the browser's history keeps beside an address: the page before, and what a link says of itself. */
export interface HistoryState {
  /** Path with its query, as vue-router writes it; null where this page is the first. */
  back?: unknown
  /** Of a link that stands on any page, such as a notification: `{ state: { source: 'notification' } }`. */
  source?: unknown
}

const SOURCE_OF_PAGE: readonly [RegExp, TrafficSource][] = [
  [/^\/(?:\?|$)/, 'feed'],
  [/^\/search\b/, 'search'],
  [/^\/topics\/[^/?]+\/path\b/, 'path'],
  [/^\/topics\b/, 'topic'],
  [/^\/people\//, 'profile'],
  [/^\/history\b/, 'history'],
  [/^\/notifications\b/, 'notification'],
  [/^\/shared\b/, 'share'],
]
const SAID: readonly unknown[] = ['notification', 'feed', 'up_next'] satisfies TrafficSource[]

/**
 * How somebody came to `path`, by the page they left for it. From a video to a video or a clip to a clip they went on;
 * between the two it is the same footage.
 */
export function trafficSourceOf({ back, source }: HistoryState, path: string): TrafficSource {
  if (SAID.includes(source)) return source as TrafficSource
  if (typeof back !== 'string') return 'direct'
  const found = SOURCE_OF_PAGE.find(([page]) => page.test(back))
  if (found) return found[1]
  if (!/^\/(?:watch|clips)\//.test(back)) return 'direct'
  return back.split('/')[1] === path.split('/')[1] ? 'up_next' : 'video'
}
