import type { StorageStage } from '#shared/videos'

export interface StoredAt {
  stage: StorageStage
  uuid: string
  /** The collection that it lies in, or lay in. */
  collection: { number: number; coldUri: string | null } | null
}

/**
 * How the index document says where a video lies: LIVE and RELIVE by the video's own id, ARCHIVE and AWAITING_PUSH by
 * the name of the archive (`collection-<n>`), EXPIRING by its `sia://` address.
 */
export function storageId({ stage, uuid, collection }: StoredAt): string {
  if (stage === 'LIVE' || stage === 'RELIVE' || !collection) return uuid
  const name = `collection-${collection.number}`
  return stage === 'EXPIRING' ? (collection.coldUri ?? name) : name
}
