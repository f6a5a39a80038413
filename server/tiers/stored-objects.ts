import { Pack, type PackDocument } from '../videos/pack.model.ts'
import type { VideoDocument } from '../videos/video.model.ts'
import type { StoredRole } from './collection-member.model.ts'

/** One object of a video that sinks with it. */
export interface StoredObject {
  role: StoredRole
  objectKey: string
  sizeBytes: number
  /** Hex. */
  sha256: string
}

type Owner = Pick<VideoDocument, 'uuid' | 'packRevision' | 'source' | 'isOriginalGone' | 'state'>

/**
 * The pack that people play and the original, in this order. Null while the video is not done: only a complete pack of
 * one object sinks.
 */
export async function findStoredObjects(video: Owner): Promise<StoredObject[] | null> {
  const pack = video.state === 'ready' ? await findFinalPack(video) : null
  if (!pack) return null
  const { objectKey, sizeBytes, sha256 } = pack
  const original = {
    role: 'original' as const,
    objectKey: video.source.objectKey,
    sizeBytes: video.source.sizeBytes,
    sha256: video.source.sha256,
  }
  return [{ role: 'pack', objectKey, sizeBytes, sha256 }, ...(video.isOriginalGone ? [] : [original])]
}

/** Null unless it is complete, and one object. */
export async function findFinalPack({
  uuid,
  packRevision,
}: Pick<VideoDocument, 'uuid' | 'packRevision'>): Promise<PackDocument | null> {
  const pack = await Pack.findOne({ videoUuid: uuid, revision: packRevision }).lean<PackDocument>()
  return pack?.isComplete && pack.moreParts.length === 0 ? pack : null
}
