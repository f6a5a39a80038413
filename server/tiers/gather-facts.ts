import { trusted, type Types } from 'mongoose'
import type { TierSettings } from '#shared/tiers'
import { isWatchable } from '../videos/video-lifecycle.ts'
import type { VideoDocument } from '../videos/video.model.ts'
import { Collection } from './collection.model.ts'
import { NO_HEAT, type Heat } from './heat.ts'
import type { TierFacts } from './tier-policy.ts'

export const REVIEWED_FIELDS = {
  uuid: 1,
  uploader: 1,
  uploadDate: 1,
  state: 1,
  packRevision: 1,
  storageStage: 1,
  storageSince: 1,
  storageRevision: 1,
  storageReason: 1,
  storageWanted: 1,
  legalHold: 1,
  source: 1,
  collectionId: 1,
} as const
export type ReviewedVideo = Pick<VideoDocument, '_id' | keyof typeof REVIEWED_FIELDS>

/** What the policy is told besides the video itself. */
export interface Surroundings {
  heat?: Heat
  windows?: number
  lastUsedAt?: Date | null
  archiveFill?: number
  expiresAt?: Date | null
}

export function tierFactsOf(video: ReviewedVideo, around: Surroundings): TierFacts {
  return {
    stage: video.storageStage,
    since: video.storageSince ?? video.uploadDate,
    uploadedAt: video.uploadDate,
    isPlayable: isWatchable(video.state) && video.packRevision > 0,
    isReady: video.state === 'ready' && video.packRevision > 0,
    isHeld: Boolean(video.legalHold),
    isByAdmin: video.storageReason === 'by_admin',
    sizeBytes: video.source.sizeBytes,
    heat: around.heat ?? NO_HEAT,
    windows: around.windows ?? 0,
    lastUsedAt: around.lastUsedAt ?? null,
    archiveFill: around.archiveFill ?? 0,
    expiresAt: around.expiresAt ?? null,
  }
}

/** Bytes of all collections that count against the cap, by the cap. */
export async function findArchiveFill(settings: Pick<TierSettings, 'archiveCapBytes'>): Promise<number> {
  return (await findArchiveBytes()).bytes / settings.archiveCapBytes
}

export async function findArchiveBytes(): Promise<{ bytes: number; collections: number }> {
  const [sum] = await Collection.aggregate<{ bytes: number; collections: number }>([
    { $match: { state: { $in: ['writing', 'sealed', 'pushing'] } } },
    { $group: { _id: null, bytes: { $sum: '$sizeBytes' }, collections: { $sum: 1 } } },
  ])
  return { bytes: sum?.bytes ?? 0, collections: sum?.collections ?? 0 }
}

/** When the server lets go of the collections, by id. */
export async function findExpiries(
  ids: readonly (Types.ObjectId | null | undefined)[],
): Promise<Map<string, Date>> {
  const wanted = ids.filter((id) => id !== null && id !== undefined)
  if (wanted.length === 0) return new Map()
  const rows = await Collection.find({ _id: trusted({ $in: wanted }) }, { expiresAt: 1 }).lean()
  return new Map(rows.flatMap(({ _id, expiresAt }) => (expiresAt ? [[_id.toHexString(), expiresAt]] : [])))
}
