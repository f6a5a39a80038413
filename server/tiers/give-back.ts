import { hash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { VAULT_PIECE_BYTES, type VaultReceivedView } from '#shared/storage'
import type { UserActor } from '../accounts/actor.ts'
import { systemClock } from '../adapters/clock/index.ts'
import { getObjectStore } from '../adapters/object-store/index.ts'
import { Conflict, NotFound, Unprocessable } from '../errors.ts'
import { enqueue } from '../jobs/enqueue.ts'
import { mayWatch } from '../videos/may-watch.ts'
import type { PackDocument } from '../videos/pack.model.ts'
import { Video, type VideoDocument } from '../videos/video.model.ts'
import { CollectionMember, type CollectionMemberDocument } from './collection-member.model.ts'
import { openMove } from './journal.ts'
import { fileOf } from './member-rows.ts'
import { findFinalPack } from './stored-objects.ts'
import { hashPieces, pieceBytes, pieceKey, receivedBytes, removePieces } from './vault-pieces.ts'
import { BLOCK_BYTES, HASH_BYTES, type CollectedFile } from './vgz/format.ts'

export interface GivenPiece {
  videoId: string
  offset: number
  bytes: Buffer
}

/** So long the last piece waits for its video to be there again, before it answers that it is on its way. */
const WAIT_MS = 8_000
const POLL_MS = 250

/**
 * Takes the next piece of a copy of a video that awaits one. Its blocks are compared with the hashes of the pack that the
 * server had, so that wrong bytes are refused at once and change nothing. After the last piece a job publishes the copy
 * again.
 * @throws NotFound for a video that is missing or not this person's to see; Conflict where it awaits nothing, or another
 * offset; Unprocessable for wrong bytes
 */
export async function giveBack(
  actor: UserActor,
  piece: GivenPiece,
  waitMs = WAIT_MS,
): Promise<VaultReceivedView> {
  const video = await Video.findOne({ _id: piece.videoId, deletedAt: null }).lean<VideoDocument>()
  if (!video || !(await mayWatch(actor, video))) throw new NotFound('There is no such video.')
  const pack = await requireWanted(video)
  const received = await receivedBytes(piece.videoId, pack.sizeBytes)
  if (piece.offset !== received) throw new Conflict(`The next piece begins at ${received}.`)
  if (received < pack.sizeBytes) await take(video, pack, piece)
  const now = received + piece.bytes.length
  if (now < pack.sizeBytes) return { receivedBytes: now, stage: 'AWAITING_PUSH' }
  await askToPublish(video, pack)
  return { receivedBytes: pack.sizeBytes, stage: await stageSoon(video, waitMs) }
}

async function requireWanted(video: VideoDocument): Promise<PackDocument> {
  const pack = video.storageStage === 'AWAITING_PUSH' ? await findFinalPack(video) : null
  if (!pack) throw new Conflict('This video needs no copy: the server has it.')
  return pack
}

async function take(video: VideoDocument, pack: PackDocument, { videoId, offset, bytes }: GivenPiece): Promise<void> {
  const piece = offset / VAULT_PIECE_BYTES
  if (bytes.length !== pieceBytes(pack.sizeBytes, piece)) {
    throw new Unprocessable(`Each piece but the last has ${VAULT_PIECE_BYTES} bytes.`)
  }
  const known = await findBlocks(video, pack)
  if (known && !isSame(known, offset, bytes)) {
    throw new Unprocessable('These are not the bytes of this video. Nothing was changed.')
  }
  await getObjectStore().put(pieceKey(videoId, piece), bytes, { contentType: 'application/octet-stream' })
} // prettier-ignore

/** Of the last collection that the pack lay in; its row outlives the collection for this. */
async function findBlocks({ _id }: VideoDocument, { sha256 }: PackDocument): Promise<CollectedFile | null> {
  const rows = await CollectionMember.find({ videoId: _id, role: 'pack' }).lean<CollectionMemberDocument[]>()
  const row = rows.find((each) => each.sha256 === sha256)
  return row ? fileOf(row) : null
}

function isSame({ blockHashes }: CollectedFile, offset: number, bytes: Buffer): boolean {
  const first = offset / BLOCK_BYTES
  for (let at = 0; at < bytes.length; at += BLOCK_BYTES) {
    const start = (first + at / BLOCK_BYTES) * HASH_BYTES
    const expected = blockHashes.subarray(start, start + HASH_BYTES)
    if (!hash('sha256', bytes.subarray(at, at + BLOCK_BYTES), 'buffer').equals(expected)) return false
  }
  return true
}

/** The whole is compared once more; where it is wrong (a pack of which no blocks are known), it begins anew. */
async function askToPublish(video: VideoDocument, pack: PackDocument): Promise<void> {
  const videoId = video._id.toHexString()
  if ((await hashPieces(videoId, pack.sizeBytes)) !== pack.sha256) {
    await removePieces(videoId)
    throw new Unprocessable('These are not the bytes of this video. Nothing was changed.')
  }
  const wish = { videoId: video._id, from: 'AWAITING_PUSH', to: 'EXPIRING', reason: 'copy_given_back' } as const
  // asked for already: then it is under way
  await openMove({ ...wish, bytes: pack.sizeBytes }, systemClock.now())
  await enqueue('move-collections', {}, { priority: 10 })
} // prettier-ignore

async function stageSoon({ _id }: VideoDocument, waitMs: number): Promise<VideoDocument['storageStage']> {
  for (const until = Date.now() + waitMs; ; await sleep(POLL_MS)) {
    const video = await Video.findById(_id, { storageStage: 1 }).lean<VideoDocument>()
    if (!video || video.storageStage !== 'AWAITING_PUSH' || Date.now() >= until) {
      return video?.storageStage ?? 'AWAITING_PUSH'
    }
  }
}
