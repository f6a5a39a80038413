import type { TierSettings } from '#shared/tiers'

/** How much goes into one collection, and into all of them together. Bytes. */
export interface CollectionLimits {
  /** All collections of the archive together never take more. */
  archiveBytes: number
  /** A collection is closed when it holds about this much; a video that is larger has one alone. */
  collectionBytes: number
  /** Objects in one collection: bounds the work that one interrupted write costs. */
  members: number
}

/** A fiftieth of the archive, and never so much that writing one takes long. */
export function collectionLimits({ archiveCapBytes }: TierSettings): CollectionLimits {
  return { archiveBytes: archiveCapBytes, collectionBytes: Math.min(1e9, archiveCapBytes / 50), members: 400 }
}
