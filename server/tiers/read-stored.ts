import { LRUCache } from 'lru-cache'
import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { getObjectStore } from '../adapters/object-store/index.ts'
import type { ByteRange } from '../adapters/object-store/port.ts'
import { CorruptObject, Gone, NotFound, Restoring } from '../errors.ts'
import { onVideoChange } from '../videos/video-changes.ts'
import { Video, type VideoDocument } from '../videos/video.model.ts'
import { readCollectionBytes } from './collection-bytes.ts'
import { Collection, type CollectionDocument } from './collection.model.ts'
import { CollectionMember, type CollectionMemberDocument } from './collection-member.model.ts'
import { fileOf } from './member-rows.ts'
import { isAfloat } from './stage-edges.ts'
import type { CollectedFile } from './vgz/format.ts'
import { readCollected, type ReadBytes } from './vgz/read-collected.ts'

export type StoredVideo = Pick<VideoDocument, '_id' | 'uuid' | 'storageStage' | 'collectionId'>

/** What of the video is wanted. */
export interface WantedObject {
  role: 'pack' | 'original'
  objectKey: string
  sizeBytes: number
}

/** Longer nobody waits for the first byte from far away; it is brought back meanwhile, and asked for again. */
const FIRST_BYTE_MS = 4_000
const RETRY_AFTER_SECONDS = 5
/** A move may end between the look at the record and the reading, but not again and again. */
const TRIES = 3

/**
 * A range of what is stored of a video, from wherever it lies. What comes from below RELIVE is given block by block, each
 * after its hash was found right. `video` may be some seconds old: where its bytes are no longer there, the record is
 * read anew.
 * @throws Gone while it awaits a push; Restoring when the cold store takes too long; Unavailable; CorruptObject, also when
 * bytes that should be there are missing; NotFound for a video that is deleted
 */
export async function openStoredRange(
  video: StoredVideo,
  wanted: WantedObject,
  range: ByteRange,
  signal?: AbortSignal,
): Promise<Readable> {
  let seen: StoredVideo = video
  for (let tries = 1; ; tries++) {
    try {
      return await openOnce(seen, wanted, range, signal)
    } catch (error) {
      const isOld = error instanceof NotFound || error instanceof Gone
      if (!isOld || (tries > 1 && error instanceof Gone)) throw error
      if (tries === TRIES) throw missing()
      forgetFile(video.uuid)
      seen = await readAgain(video)
    }
  }
}

async function openOnce(
  video: StoredVideo,
  wanted: WantedObject,
  range: ByteRange,
  signal?: AbortSignal,
): Promise<Readable> {
  if (video.storageStage === 'AWAITING_PUSH') throw gone()
  // early packs never sink, nor does anything that is not among the members
  const found = isAfloat(video.storageStage) ? null : await findFile(video, wanted)
  if (!found) return await getObjectStore().read(wanted.objectKey, range)
  const { file, collection } = found
  const abort = new AbortController()
  const both = signal ? AbortSignal.any([signal, abort.signal]) : abort.signal
  const read: ReadBytes = (bytes, chunkBytes) =>
    readCollectionBytes(collection, bytes, { signal: both, chunkBytes })
  const opening = readCollected(file, range, read, both)
  return await withinTime(opening, abort)
}

/** First bytes in time, or Restoring; what comes after all is let go. */
async function withinTime(opening: Promise<Readable>, abort: AbortController): Promise<Readable> {
  const timer = new AbortController()
  const late = sleep(FIRST_BYTE_MS, 'late' as const, { signal: timer.signal }).catch(() => 'late' as const)
  try {
    const first = await Promise.race([opening, late])
    if (first !== 'late') return first
    abort.abort()
    opening.then(
      (stream) => stream.destroy(),
      () => undefined,
    )
    throw new Restoring('This video is being brought back. It plays in a moment.', {
      headers: { 'retry-after': String(RETRY_AFTER_SECONDS) },
    })
  } finally {
    timer.abort()
  }
}

interface Found {
  file: CollectedFile
  collection: CollectionDocument
}

/** Where each block lies: 36 bytes for 256 KiB of video. Bounded by bytes. */
const files = new LRUCache<string, Found>({
  maxSize: 48 * 2 ** 20,
  ttl: 20_000,
  sizeCalculation: ({ file }) => 1024 + file.blockBytes.byteLength + file.blockHashes.length,
})
onVideoChange(({ uuid }) => forgetFile(uuid))

function forgetFile(uuid: string): void {
  files.delete(`${uuid}/pack`)
  files.delete(`${uuid}/original`)
}

/** Null where this object never sank. */
async function findFile(video: StoredVideo, { role, objectKey }: WantedObject): Promise<Found | null> {
  const key = `${video.uuid}/${role}`
  const known = files.get(key)
  if (known) return known
  // which of them lives, the video itself says
  const filter = { videoId: video._id, role, objectKey }
  const members = await CollectionMember.find(filter).lean<CollectionMemberDocument[]>()
  const member = members.find(({ collectionId }) => collectionId.equals(video.collectionId ?? undefined))
  if (!member) return null
  const collection = await Collection.findById(member.collectionId).lean<CollectionDocument>()
  if (!collection) return null
  const found = { file: fileOf(member), collection }
  files.set(key, found)
  return found
}

async function readAgain({ _id }: StoredVideo): Promise<StoredVideo> {
  const fields = { uuid: 1, storageStage: 1, collectionId: 1 }
  const video = await Video.findOne({ _id, deletedAt: null }, fields).lean<StoredVideo>()
  if (!video) throw new NotFound('This video was deleted.')
  return video
}

function gone(): Gone {
  return new Gone('This video is no longer on the server. Whoever has a copy can bring it back.')
}

function missing(): CorruptObject {
  return new CorruptObject('The bytes of this video are missing. The administrator is told.')
}
