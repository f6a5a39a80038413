import { createHash } from 'node:crypto'
import { boundedCache } from '../bounded-cache.ts'
import { getObjectStore } from '../adapters/object-store/index.ts'
import type { ObjectInfo } from '../adapters/object-store/port.ts'
import { NotFound } from '../errors.ts'
import type { PackDocument } from '../videos/pack.model.ts'
import { isOpenToAll } from '../videos/video-policy.ts'
import type { Media, MediaCaching } from './media.ts'
import { findPackIndex } from './pack-index.ts'
import type { VideoFacts } from './video-facts.ts'

/** @throws NotFound for a video without that revision of a pack; the current one unless told */
export async function requirePack(video: VideoFacts, revision = video.packRevision): Promise<PackDocument> {
  const pack = revision > 0 ? await findPackIndex(video.uuid, revision) : null
  if (!pack) throw noSuchMedia()
  return pack
}

/** What is not open to all is for its caller alone. */
export function cachingOf(video: VideoFacts, whenOpen: MediaCaching): MediaCaching {
  return isOpenToAll(video) ? whenOpen : 'private'
}

export function textMedia(text: string, contentType: string, caching: MediaCaching): Media {
  const hash = createHash('sha256').update(text).digest('base64url')
  return { kind: 'text', text, contentType, etag: `"${hash.slice(0, 22)}"`, caching }
}

/** @throws NotFound for a key that is none, or that nothing lies under */
export async function storedArtwork(
  objectKey: string | null | undefined,
  contentType: string,
  caching: MediaCaching,
): Promise<Media> {
  const info = objectKey ? await statArtwork(objectKey) : null
  if (!info) throw noSuchMedia()
  return {
    kind: 'object',
    objectKey: info.key,
    sizeBytes: info.sizeBytes,
    isImmutable: false,
    contentType,
    etag: `"${info.sizeBytes.toString(36)}-${info.modifiedAt.getTime().toString(36)}"`,
    caching,
  }
}

export function noSuchMedia(): NotFound {
  return new NotFound('There is no such media file.')
}

const stats = boundedCache<ObjectInfo>({ entries: 5_000, keptMs: 2_000 })

async function statArtwork(objectKey: string): Promise<ObjectInfo | null> {
  const known = stats.get(objectKey)
  if (known) return known
  const info = await getObjectStore().stat(objectKey)
  if (info) stats.set(objectKey, info)
  return info
}
