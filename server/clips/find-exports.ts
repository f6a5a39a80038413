import { Types, trusted } from 'mongoose'
import type { ClipExportView } from '#shared/clips'
import type { Page, PageQuery } from '#shared/common'
import type { UserActor } from '../accounts/actor.ts'
import { NotFound } from '../errors.ts'
import { decodeCursor, encodeCursor } from '../page-cursor.ts'
import { ClipExport, type ClipExportDocument } from './clip-export.model.ts'
import { getClip } from './get-clip.ts'

/** The caller's own of one clip, latest first. @throws NotFound as `getClip` */
export async function findExports(actor: UserActor, clipId: string, page: PageQuery): Promise<Page<ClipExportView>> {
  await getClip(actor, clipId)
  const found = await ClipExport.find({
    userId: new Types.ObjectId(actor.userId),
    clipId: new Types.ObjectId(clipId),
    ...(page.cursor ? { _id: trusted({ $lt: new Types.ObjectId(readCursor(page.cursor)) }) } : {}),
  })
    .sort({ _id: -1 })
    .limit(page.limit + 1)
    .lean<ClipExportDocument[]>()
  const items = found.slice(0, page.limit)
  const last = found.length > page.limit ? items.at(-1) : undefined
  return { items: items.map(presentExport), nextCursor: last ? encodeCursor(last._id.toHexString()) : null }
} // prettier-ignore

/** @throws NotFound for one that is missing, expired, or somebody else's */
export async function getExport(actor: UserActor, id: string): Promise<ClipExportDocument> {
  const found = await ClipExport.findOne({
    _id: id,
    userId: new Types.ObjectId(actor.userId),
    expiresAt: trusted({ $gt: new Date() }),
  }).lean<ClipExportDocument>()
  if (!found) throw new NotFound('There is no such file. It may have expired: ask for it again.')
  return found
}

export function presentExport(found: ClipExportDocument): ClipExportView {
  const isDone = found.state === 'done'
  const id = found._id.toHexString()
  return {
    id,
    clipId: found.clipId.toHexString(),
    crop: found.crop,
    state: found.state,
    progress: isDone ? 1 : found.progress,
    downloadURL: isDone ? `/api/exports/${id}/download` : null,
    sizeBytes: found.sizeBytes ?? null,
    expiresAt: isDone ? found.expiresAt.toISOString() : null,
    ...(found.state === 'failed' && { reason: found.failureReason ?? 'The file could not be made.' }),
  } satisfies ClipExportView
}

function readCursor(cursor: string): string {
  return decodeCursor(cursor, (key) => /^[0-9a-f]{24}$/.test(key))
}
