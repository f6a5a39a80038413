import { Types, trusted } from 'mongoose'
import type { ExportClipBody } from '#shared/clips'
import type { UserActor } from '../accounts/actor.ts'
import { record } from '../audit/record.ts'
import { Conflict } from '../errors.ts'
import { enqueue } from '../jobs/enqueue.ts'
import { ClipExport, type ClipExportDocument } from './clip-export.model.ts'
import type { ClipDocument } from './clip.model.ts'
import { EXPORT_KEPT_MS, MAX_EXPORTS_PER_PERSON } from './export-bounds.ts'
import { getEditableClip } from './get-clip.ts'

/**
 * Asks for the clip as a file. Who asks again for the same gets the same, made or still being made.
 * @throws NotFound, Forbidden as `getEditableClip`: files are for the creator and admins
 * @throws Conflict when this person has as many as they may
 */
export async function requestExport(
  actor: UserActor,
  clipId: string,
  { crop, cropCentre }: ExportClipBody,
): Promise<ClipExportDocument> {
  const { clip } = await getEditableClip(actor, clipId)
  const wish = { ...wishOf(clip, actor.userId), crop, cropCentre: crop === 'none' ? 0.5 : cropCentre }
  const known = await ClipExport.findOne({
    ...wish,
    state: trusted({ $ne: 'failed' }),
    expiresAt: trusted({ $gt: new Date() }),
  }).lean<ClipExportDocument>()
  if (known) return known
  await record(actor, { action: 'EXPORT_CLIP', target: `clip:${clipId}`, changes: { crop } })
  return insertExport(wish)
}

type Wish = Pick<
  ClipExportDocument,
  'clipId' | 'videoId' | 'userId' | 'startSeconds' | 'endSeconds' | 'crop' | 'cropCentre'
>

async function insertExport(wish: Wish): Promise<ClipExportDocument> {
  const createdAt = new Date()
  const made = await ClipExport.create({
    ...wish,
    state: 'waiting',
    createdAt,
    expiresAt: new Date(createdAt.getTime() + EXPORT_KEPT_MS),
  })
  await refuseBeyondBound(made._id, wish.userId)
  await enqueue('export-clip', { exportId: made._id.toHexString() })
  return made.toObject<ClipExportDocument>()
}

/** Counted after the insert, so that of many at once the first ones stay and no more. */
async function refuseBeyondBound(id: Types.ObjectId, userId: Types.ObjectId): Promise<void> {
  const first = await ClipExport.find({ userId }, { _id: 1 })
    .sort({ _id: 1 })
    .limit(MAX_EXPORTS_PER_PERSON)
    .lean()
  if (first.some((each) => each._id.equals(id))) return
  await ClipExport.deleteOne({ _id: id })
  throw new Conflict(
    `You have ${MAX_EXPORTS_PER_PERSON} files of clips already. Remove one, or wait until they expire.`,
  )
}

function wishOf(clip: ClipDocument, userId: string) {
  const { _id: clipId, videoId, startSeconds, endSeconds } = clip
  return { clipId, videoId, startSeconds, endSeconds, userId: new Types.ObjectId(userId) }
}
