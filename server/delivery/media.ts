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

interface MediaFacts {
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
}

/** Text made from the index. */
export interface MediaText extends MediaFacts {
  kind: 'text'
  text: string
}

export type Media = MediaObject | MediaText
