import { randomUUID } from 'node:crypto'
import { trusted } from 'mongoose'
import { EXPORT_KEPT_DAYS, EXPORT_MAX_VIDEO_BYTES, type StartDataExportBody } from '#shared/personal-data'
import type { UserActor } from '../accounts/actor.ts'
import { systemClock } from '../adapters/clock/index.ts'
import { getObjectStore } from '../adapters/object-store/index.ts'
import { record } from '../audit/record.ts'
import { config } from '../config.ts'
import { isDuplicateKey } from '../database.ts'
import { Conflict, InsufficientStorage, TooLarge } from '../errors.ts'
import { enqueue } from '../jobs/enqueue.ts'
import { originalBytesOf } from '../videos/personal-videos.ts'
import { DataExport } from './data-export.model.ts'

const DAY_MS = 24 * 3600_000

/**
 * Asks for a file with everything of this person. The one before goes with the next sweep.
 * @throws Conflict while another is being made; TooLarge when the uploaded files are more than an export takes
 */
export async function startDataExport(
  actor: UserActor,
  { includesVideos }: StartDataExportBody,
  now = systemClock.now(),
): Promise<void> {
  if (includesVideos) await requireRoom(actor.userId)
  await record(actor, { action: 'EXPORT_DATA', target: `user:${actor.userId}`, changes: { includesVideos } })
  const { _id } = await DataExport.create({
    userId: actor.userId,
    includesVideos,
    state: 'waiting',
    isOpen: true,
    objectKey: `exports/${randomUUID()}`,
    createdAt: now,
    expiresAt: new Date(now.getTime() + EXPORT_KEPT_DAYS * DAY_MS),
  }).catch((error: unknown) => {
    throw isDuplicateKey(error) ? new Conflict('Your data are being put together already.') : error
  })
  await DataExport.updateMany(
    { userId: actor.userId, _id: trusted({ $lt: _id }) },
    { $set: { expiresAt: now } },
  )
  await enqueue('export-data', { exportId: _id.toHexString() })
}

/** Asks again for every export that is not finished: the request or the worker may have died. */
export async function reconcileDataExports(): Promise<void> {
  const open = await DataExport.find({ isOpen: true }, { _id: 1 }).limit(1000).lean()
  for (const { _id } of open) await enqueue('export-data', { exportId: _id.toHexString() })
}

async function requireRoom(userId: string): Promise<void> {
  const bytes = await originalBytesOf(userId)
  if (bytes > EXPORT_MAX_VIDEO_BYTES)
    throw new TooLarge(
      `Your uploaded files are more than the ${EXPORT_MAX_VIDEO_BYTES / 1024 ** 3} GB that an export takes. Ask for it without them.`,
    )
  const free = await getObjectStore().freeBytes()
  if (free !== null && free - bytes < config().limits.minFreeDiskBytes)
    throw new InsufficientStorage('The server has no room for your files right now. Ask for it without them.')
}
