import { trusted, type Types } from 'mongoose'
import type { ByteRange } from '../adapters/object-store/port.ts'
import { AppError } from '../errors.ts'
import { logger } from '../logger.ts'
import { Video, type VideoDocument } from '../videos/video.model.ts'
import { Collection, type CollectionDocument } from './collection.model.ts'
import { failMove } from './journal.ts'
import { findLiveMembers } from './member-rows.ts'
import { pushCollection } from './push-collection.ts'
import { recollect } from './recollect.ts'
import { settleCollection } from './settle-collection.ts'
import { findFinalPack } from './stored-objects.ts'
import { TierMove, type TierMoveDocument } from './tier-move.model.ts'
import { readPieces, removePieces } from './vault-pieces.ts'
import { writeMembers, WritingGivenUp, type Writing } from './write-members.ts'

type Work = Omit<Writing, 'mayUseReserve'>

/** Moves to the cold store what is asked to go there: copies that were given back first, somebody may be waiting. */
export async function pushCollections(work: Work): Promise<void> {
  for (const collection of await Collection.find({ state: 'pushing' }).lean<CollectionDocument[]>()) {
    await pushCollection(collection, work)
  }
  for (const move of await findAsked('AWAITING_PUSH')) {
    work.signal.throwIfAborted()
    await publishGiven(move, work)
  }
  for (const [collectionId, moves] of await byCollection(await findAsked('ARCHIVE'), work.now)) {
    work.signal.throwIfAborted()
    await pushAsked(collectionId, moves, work)
  }
}

function findAsked(from: 'ARCHIVE' | 'AWAITING_PUSH'): Promise<TierMoveDocument[]> {
  return TierMove.find({ state: 'open', to: 'EXPIRING', from })
    .sort({ _id: 1 })
    .lean<TierMoveDocument[]>()
    .exec()
}

/** By where the videos lie; a wish that came to nothing meanwhile is closed. */
async function byCollection(moves: TierMoveDocument[], now: Date): Promise<Map<string, TierMoveDocument[]>> {
  const groups = new Map<string, TierMoveDocument[]>()
  for (const move of moves) {
    const video = await Video.findOne({ _id: move.videoId, deletedAt: null }).lean<VideoDocument>()
    const isWanted = video?.storageStage === 'ARCHIVE' && video.collectionId && !video.legalHold
    if (!isWanted) await failMove(move, 'This video was changed, held or deleted meanwhile.', now)
    else groups.set(String(video.collectionId), [...(groups.get(String(video.collectionId)) ?? []), move])
  }
  return groups
}

/** The whole collection where all that lives in it is asked for, else what is asked for in a collection of its own. */
async function pushAsked(collectionId: string, moves: TierMoveDocument[], work: Work): Promise<void> {
  const collection = await Collection.findById(collectionId).lean<CollectionDocument>()
  if (collection?.state !== 'sealed') return
  const members = await findLiveMembers(collection._id)
  const asked = new Set(moves.map(({ videoId }) => String(videoId)))
  const isWhole = members.every(({ videoId }) => asked.has(videoId.toHexString()))
  try {
    if (isWhole) {
      if (await claim(moves, collection._id)) await pushCollection(collection, work)
      return
    }
    const leaving = members.filter(({ videoId }) => asked.has(videoId.toHexString()))
    const apart = await recollect(collection, leaving, work, (id) => claim(moves, id))
    if (apart) await pushCollection(apart, work)
  } catch (error) {
    // its wishes are another job's by now
    if (error instanceof WritingGivenUp) throw error
    if (work.signal.aborted || !(error instanceof AppError)) throw error
    logger.warn({ error, collection: collection.number }, 'a collection could not be made ready to leave')
    for (const move of moves) await failMove(move, error, work.now)
  }
}

/**
 * From here on nothing else may take these videos in hand. False where one was just taken, by whoever watches or by another
 * mover; the next run looks anew.
 */
async function claim(moves: TierMoveDocument[], collectionId: Types.ObjectId): Promise<boolean> {
  const ids = trusted({ $in: moves.map(({ _id }) => _id) })
  const asSeen = trusted({ $in: moves.map((move) => move.collectionId) })
  const { matchedCount } = await TierMove.updateMany(
    { _id: ids, state: 'open', collectionId: asSeen },
    { $set: { collectionId } },
  )
  if (matchedCount === moves.length) return true
  await TierMove.updateMany({ _id: ids, state: 'open', collectionId }, { $set: { collectionId: null } })
  return false
}

/** A collection of its own for the copy, then the same way as any other. */
async function publishGiven(move: TierMoveDocument, work: Work): Promise<void> {
  const collection = await Collection.findById(move.collectionId).lean<CollectionDocument>()
  const ready = collection?.state === 'sealed' ? collection : await collectGiven(move, work)
  if (!ready) return
  await pushCollection(ready, work)
  const video = await Video.findById(move.videoId, { storageStage: 1 }).lean<VideoDocument>()
  if (video?.storageStage !== 'AWAITING_PUSH') await removePieces(String(move.videoId))
}

async function collectGiven(move: TierMoveDocument, work: Work): Promise<CollectionDocument | null> {
  const video = await Video.findOne({ _id: move.videoId, deletedAt: null }).lean<VideoDocument>()
  const pack = video && (await findFinalPack(video))
  if (!pack || video.storageStage !== 'AWAITING_PUSH') {
    await failMove(move, 'This video was changed or deleted meanwhile.', work.now)
    return null
  }
  const { objectKey, sizeBytes, sha256 } = pack
  const id = video._id.toHexString()
  const member = {
    videoId: video._id,
    creatorId: video.uploader,
    object: { role: 'pack' as const, objectKey, sizeBytes, sha256 },
    open: async (range?: ByteRange) => readPieces(id, sizeBytes, range),
  }
  try {
    const collection = await writeMembers([member], { ...work, mayUseReserve: true }, (collectionId) =>
      TierMove.updateOne({ _id: move._id, state: 'open' }, { $set: { collectionId } }),
    )
    await settleCollection(collection, work)
    return collection
  } catch (error) {
    if (work.signal.aborted || !(error instanceof AppError)) throw error
    logger.warn({ error, videoId: id }, 'a copy that was given back could not be published')
    if (!error.retryable) {
      await removePieces(id)
      await failMove(move, error, work.now)
    }
    return null
  }
}
