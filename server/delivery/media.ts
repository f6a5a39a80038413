import type { Readable } from 'node:stream'
import type { ByteRange } from '../adapters/object-store/port.ts'

/** How long somebody may keep the bytes: decided with the right to have them. */
export type MediaCaching =
  /** Behind this URL the bytes never change, and everybody may have them. */
  | 'immutable'
  /** Everybody may have them, but others may come: used for a few minutes, then asked again. */
  | 'brief'
  /** Everybody may have them; asked again every time. */
  | 'revalidate'
  /** For this caller alone, now. */
  | 'private'

export interface MediaFacts {
  contentType: string
  /** Strong, with its quotes. */
  etag: string
  caching: MediaCaching
}

/** Bytes in the object store. */
export interface MediaObject extends MediaFacts {
  kind: 'object'
  objectKey: string
  sizeBytes: number
  /** The bytes under this key never change. */
  isImmutable: boolean
  /** It is in LIVE: what of it is hot comes from memory. */
  isLive?: boolean
  /** Gives them where they no longer lie under this key: what sank, or was brought back, a moment ago. */
  elsewhere?: OpenRange
}

/**
 * Bytes in order, each checked before it is given.
 * Throws Restoring, Gone, Unavailable or CorruptObject.
 */
export type OpenRange = (range: ByteRange, signal: AbortSignal) => Promise<Readable>

/** Bytes that lie in memory, in a collection, or far away. */
export interface MediaStored extends MediaFacts {
  kind: 'stored'
  sizeBytes: number
  open: OpenRange
}

/** Text made from the index. */
export interface MediaText extends MediaFacts {
  kind: 'text'
  text: string
}

export type Media = MediaObject | MediaStored | MediaText
