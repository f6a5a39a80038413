import type { CDPSession } from '@playwright/test'
import type { FeedItem, PlaybackRendition } from '#shared/feed'
import type { SeenStretch } from './probe.ts'

/** One request for media and what came of it over the line. */
interface Fetched {
  url: string
  first: number
  last: number
  bytes: number
}

/** Listens to every request for a part of a pack. The browser's own word: what comes from its cache is no fetch. */
export function listenToMedia(cdp: CDPSession): () => Fetched[] {
  const requests = new Map<string, Fetched>()
  cdp.on('Network.requestWillBeSent', ({ requestId, request }) => {
    const headers = new Map(Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]))
    const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(headers.get('range') ?? '') ?? []
    const { pathname, search } = new URL(request.url)
    if (!first || !pathname.endsWith('/pack')) return
    requests.set(requestId, { url: pathname + search, first: Number(first), last: Number(last), bytes: 0 })
  })
  cdp.on('Network.requestServedFromCache', ({ requestId }) => requests.delete(requestId))
  cdp.on('Network.responseReceived', ({ requestId, response }) => {
    if (response.fromDiskCache) requests.delete(requestId)
  })
  cdp.on('Network.dataReceived', ({ requestId, dataLength }) => {
    const request = requests.get(requestId)
    if (request) request.bytes += dataLength
  })
  // small answers may come whole, without a word of their parts
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const request = requests.get(requestId)
    if (request) request.bytes ||= encodedDataLength
  })
  return () => [...requests.values()]
} // prettier-ignore

export interface MediaBytes {
  fetched: number
  shown: number
}

/**
 * Of the bytes that came, those whose seconds were on the screen: a segment that was half seen counts half, and of two
 * renditions of the same seconds the one that was fetched last. Sound counts as the pictures beside it.
 */
export function countShown(
  fetched: readonly Fetched[],
  items: readonly FeedItem[],
  seen: readonly SeenStretch[],
): MediaBytes {
  const places = placesOf(items)
  const stretches = new Map<string, { from: number; to: number }[]>()
  for (const { row, from, to } of seen) {
    const url = items[row]?.playback.packURL ?? ''
    // the last frame of a stretch stands for a moment, too
    stretches.set(url, [...(stretches.get(url) ?? []), { from, to: to + 0.04 }])
  }
  const counted = new Set<string>()
  let shown = 0
  for (const { url, first, last, bytes } of [...fetched].reverse()) {
    const place = places.get(`${url} ${first}`)
    const isWhole = bytes >= last - first + 1
    if (!place || !isWhole) continue
    const key = `${url} ${place.kind} ${place.from.toFixed(2)}`
    if (counted.has(key)) continue
    counted.add(key)
    shown += bytes * shareSeen(place, stretches.get(url) ?? [])
  }
  return { fetched: fetched.reduce((sum, { bytes }) => sum + bytes, 0), shown: Math.round(shown) }
}

interface Place {
  kind: string
  from: number
  to: number
}

/** What lies at each offset of each pack. Initialisations count as shown as soon as anything is: they have no seconds. */
function placesOf(items: readonly FeedItem[]): Map<string, Place> {
  const places = new Map<string, Place>()
  for (const { playback } of items) {
    for (const rendition of playback.renditions) {
      for (const { offset, ...place } of segmentsOf(rendition))
        places.set(`${playback.packURL} ${offset}`, place)
      const init = { kind: `${rendition.name} init`, from: -Infinity, to: Infinity }
      places.set(`${playback.packURL} ${rendition.initRange[0]}`, init)
    }
  }
  return places
}

function segmentsOf(rendition: PlaybackRendition): (Place & { offset: number })[] {
  const kind = rendition.kind === 'audio' ? 'sound' : 'pictures'
  let { firstOffset: offset, firstStartSeconds: from } = rendition
  return rendition.segmentBytes.map((bytes, index) => {
    const place = { kind, offset, from, to: from + rendition.segmentSeconds[index]! }
    offset += bytes
    from = place.to
    return place
  })
}

function shareSeen({ from, to }: Place, stretches: readonly { from: number; to: number }[]): number {
  if (!Number.isFinite(to)) return stretches.length > 0 ? 1 : 0
  let until = from
  let seconds = 0
  for (const stretch of [...stretches].sort((a, b) => a.from - b.from)) {
    const begin = Math.max(until, stretch.from)
    const end = Math.min(to, stretch.to)
    if (end > begin) seconds += end - begin
    until = Math.max(until, end)
  }
  return Math.min(1, seconds / (to - from))
}
