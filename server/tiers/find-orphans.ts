import { trusted, Types } from 'mongoose'
import { getColdStore } from '../adapters/cold-store/index.ts'
import { getObjectStore } from '../adapters/object-store/index.ts'
import type { ObjectInfo } from '../adapters/object-store/port.ts'
import { Video, type VideoDocument } from '../videos/video.model.ts'
import { Collection, type CollectionDocument } from './collection.model.ts'
import { CollectionMember } from './collection-member.model.ts'
import { TierMove } from './tier-move.model.ts'
import { isAfloat } from './stage-edges.ts'

export interface Orphan {
  store: 'object' | 'cold'
  /** Key, or `uri` in the cold store. */
  key: string
  sizeBytes: number
}

/** What is younger may belong to something that is only being written, as an upload whose video is not there yet. */
export const ORPHAN_AFTER_MS = 24 * 3600_000
const GIVEN_KEPT_MS = 7 * 24 * 3600_000

/**
 * Stored bytes that no record names any more: what a kill left between a copy and its record, or between a record and the
 * removal of the copy before. Reads one row for each object.
 * @param olderThanMs 0 only where nothing else writes
 */
export async function* findOrphans(now: Date, olderThanMs = ORPHAN_AFTER_MS): AsyncGenerator<Orphan> {
  const oldest = new Date(now.getTime() - olderThanMs)
  for (const [prefix, isNamed] of PLACES) {
    for await (const object of getObjectStore().list(prefix)) {
      if (object.modifiedAt > oldest || (await isNamed(object, now))) continue
      yield { store: 'object', key: object.key, sizeBytes: object.sizeBytes }
    }
  }
  yield* findColdOrphans()
}

type IsNamed = (object: ObjectInfo, now: Date) => Promise<boolean>

const PLACES: readonly (readonly [prefix: string, isNamed: IsNamed])[] = [
  ['collections/', isCollection],
  ['videos/', isOfVideo],
  ['originals/', isOfVideo],
  ['given/', isAwaited],
]

async function isCollection({ key }: ObjectInfo): Promise<boolean> {
  const number = Number(/^collections\/collection-(\d+)\.vgz$/.exec(key)?.[1])
  const row =
    Number.isSafeInteger(number) && (await Collection.findOne({ number }).lean<CollectionDocument>())
  if (!row) return false
  if (row.state !== 'expiring') return row.state !== 'gone'
  // its videos may still be on their way
  return !row.isSettled
}

/** Of one that sank only where a living member has the same bytes elsewhere; what is being moved is let be. */
async function isOfVideo({ key }: ObjectInfo): Promise<boolean> {
  const [, uuid = ''] = /^[a-z]+\/([0-9a-f-]{36})/.exec(key) ?? []
  const video = await Video.findOne({ uuid }).lean<VideoDocument>()
  if (!video) return false
  if (video.deletedAt || isAfloat(video.storageStage)) return true
  if (await TierMove.exists({ videoId: video._id, state: 'open' })) return true
  const isElsewhere = await CollectionMember.exists({ videoId: video._id, deadAt: null, objectKey: key })
  return isElsewhere === null && video.storageStage !== 'AWAITING_PUSH'
}

/** Pieces of a copy that nobody went on with are let go of after a week. */
async function isAwaited({ key, modifiedAt }: ObjectInfo, now: Date): Promise<boolean> {
  const [, videoId = ''] = /^given\/([0-9a-f]{24})\//.exec(key) ?? []
  if (now.getTime() - modifiedAt.getTime() > GIVEN_KEPT_MS || !Types.ObjectId.isValid(videoId)) return false
  return (await Video.exists({ _id: videoId, storageStage: 'AWAITING_PUSH', deletedAt: null })) !== null
}

/** Not while a collection is on its way there: what it is called there is not known before it is there. */
async function* findColdOrphans(): AsyncGenerator<Orphan> {
  for await (const { uri, sizeBytes } of getColdStore().list()) {
    if (await Collection.exists({ state: 'pushing' })) return
    const isNamed = await Collection.exists({
      'cold.uri': uri,
      $or: [{ state: 'expiring' }, { state: trusted({ $ne: 'expiring' }), isSettled: false }],
    })
    if (!isNamed) yield { store: 'cold', key: uri, sizeBytes }
  }
}
