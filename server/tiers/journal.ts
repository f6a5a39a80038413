import type { Types } from 'mongoose'
import type { TierReason } from '#shared/storage'
import type { StorageStage } from '#shared/videos'
import { isDuplicateKey } from '../database.ts'
import { AppError } from '../errors.ts'
import { TierMove, type TierMoveDocument } from './tier-move.model.ts'

export interface NewMove {
  videoId: Types.ObjectId
  from: StorageStage
  to: StorageStage
  reason: TierReason
  byUserId?: Types.ObjectId | null
  bytes?: number
}

/**
 * Writes the journal's line before the first byte moves. Of one video one line is open at a time, by a unique index: it
 * is what keeps a second mover away from the bytes until the first is through with them.
 * @returns null while another move of this video is open
 */
export async function openMove(move: NewMove, now: Date): Promise<TierMoveDocument | null> {
  try {
    const row = await TierMove.create({ ...move, state: 'open', startedAt: now })
    return row.toObject()
  } catch (error) {
    if (isDuplicateKey(error)) return null
    throw error
  }
}

export function findOpenMove(videoId: Types.ObjectId): Promise<TierMoveDocument | null> {
  return TierMove.findOne({ videoId, state: 'open' }).lean<TierMoveDocument>().exec()
}

/** Its line is closed: others may move the video now. */
export async function closeMove(move: Pick<TierMoveDocument, '_id'>, now: Date): Promise<void> {
  await TierMove.updateOne(
    { _id: move._id, state: 'open' },
    { $set: { state: 'done', progress: 1, finishedAt: now } },
  )
}

/** @param reason an error of ours, or plain words */
export async function failMove(
  move: Pick<TierMoveDocument, '_id'>,
  reason: unknown,
  now: Date,
): Promise<void> {
  await TierMove.updateOne(
    { _id: move._id, state: 'open' },
    { $set: { state: 'failed', finishedAt: now, error: wordsOf(reason) } },
  )
}

/** Of a wish that nobody has begun with. */
export async function withdrawMove(
  move: Pick<TierMoveDocument, '_id'>,
  reason: string,
  now: Date,
): Promise<void> {
  await TierMove.updateOne(
    { _id: move._id, state: 'open', collectionId: null },
    { $set: { state: 'failed', finishedAt: now, error: reason } },
  )
}

/** Asked right before a copy is removed: a mover that was thought dead must not remove what another made since. */
export async function isStillOpen(move: Pick<TierMoveDocument, '_id'>): Promise<boolean> {
  return (await TierMove.exists({ _id: move._id, state: 'open' })) !== null
}

function wordsOf(reason: unknown): string {
  if (typeof reason === 'string') return reason
  return reason instanceof AppError
    ? reason.message
    : 'Something went wrong in the server; its log says more.'
}
