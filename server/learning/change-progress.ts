import type { ClipDocument } from '../clips/clip.model.ts'
import { isDuplicateKey } from '../database.ts'
import { Progress, type ProgressDocument } from './progress.model.ts'

/** Tries of a write that others of the same person's windows may come before. */
const TRIES = 8

export type ProgressState = Pick<ProgressDocument, 'level' | 'watched' | 'share' | 'watchedSinceAnswer'> &
  Partial<Pick<ProgressDocument, 'answeredAt' | 'wasRight'>>

/**
 * Changes what somebody has reached with a clip, by compare-and-set on its revision. `decide` may be asked again, with
 * what another window wrote in between.
 * @param decide gives the state to keep, or null to leave all as it is
 */
export async function changeProgress(
  userId: string,
  clip: ClipDocument,
  now: Date,
  decide: (before: ProgressDocument | null) => ProgressState | null,
): Promise<ProgressDocument | null> {
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const before = await Progress.findOne({ userId, clipId: clip._id }).lean<ProgressDocument>()
    const state = decide(before)
    if (!state) return before
    const written = await write(userId, clip, before, { ...state, updatedAt: now })
    if (written) return written
  }
  throw new Error(`the progress with clip ${clip._id.toHexString()} is never at rest`)
}

/** Null when another write came in between. */
async function write(
  userId: string,
  clip: ClipDocument,
  before: ProgressDocument | null,
  state: ProgressState & { updatedAt: Date },
): Promise<ProgressDocument | null> {
  const fields = { ...state, topicId: clip.topicId, videoId: clip.videoId }
  if (before) {
    return Progress.findOneAndUpdate(
      { _id: before._id, revision: before.revision },
      { $set: fields, $inc: { revision: 1 } },
      { returnDocument: 'after' },
    ).lean<ProgressDocument>()
  }
  try {
    return (await Progress.create({ userId, clipId: clip._id, ...fields })).toObject()
  } catch (error) {
    if (isDuplicateKey(error)) return null
    throw error
  }
}
