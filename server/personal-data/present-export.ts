import { trusted } from 'mongoose'
import type { DataExportView } from '#shared/personal-data'
import type { UserActor } from '../accounts/actor.ts'
import { systemClock } from '../adapters/clock/index.ts'
import type { MediaObject } from '../delivery/media.ts'
import { DataExport, type DataExportDocument } from './data-export.model.ts'

const NONE: DataExportView = {
  state: 'none',
  progress: 0,
  includesVideos: false,
  createdAt: null,
  sizeBytes: null,
  expiresAt: null,
  downloadURL: null,
}

/** How far the newest export of this person's data is. */
export async function getDataExport(actor: UserActor): Promise<DataExportView> {
  const found = await findNewest(actor.userId)
  return found ? present(found) : NONE
}

/** The file of the newest export, for its owner alone; or how far it is. */
export async function openDataExport(actor: UserActor): Promise<MediaObject | DataExportView> {
  const found = await findNewest(actor.userId)
  if (!found || found.state !== 'done') return found ? present(found) : NONE
  return {
    kind: 'object',
    objectKey: found.objectKey,
    sizeBytes: found.sizeBytes ?? 0,
    isImmutable: true,
    contentType: 'application/zip',
    etag: `"${found._id.toHexString()}"`,
    caching: 'private',
  }
}

function findNewest(userId: string, now = systemClock.now()): Promise<DataExportDocument | null> {
  return DataExport.findOne({ userId, expiresAt: trusted({ $gt: now }) })
    .sort({ _id: -1 })
    .lean<DataExportDocument>()
    .exec()
}

function present(found: DataExportDocument): DataExportView {
  return {
    state: found.state,
    progress: found.progress,
    includesVideos: found.includesVideos,
    createdAt: found.createdAt.toISOString(),
    sizeBytes: found.sizeBytes ?? null,
    expiresAt: found.expiresAt.toISOString(),
    downloadURL: found.state === 'done' ? '/api/me/export' : null,
    ...(found.failureReason && { reason: found.failureReason }),
  }
}
