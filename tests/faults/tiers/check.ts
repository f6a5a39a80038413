import { buffer } from 'node:stream/consumers'
import { getColdStore } from '../../../server/adapters/cold-store/index.ts'
import { getObjectStore } from '../../../server/adapters/object-store/index.ts'
import { Collection, type CollectionDocument } from '../../../server/tiers/collection.model.ts'
import { CollectionMember } from '../../../server/tiers/collection-member.model.ts'
import { CreatorCopy } from '../../../server/tiers/creator-copy.model.ts'
import { openStoredRange, type StoredVideo } from '../../../server/tiers/read-stored.ts'
import { TierMove } from '../../../server/tiers/tier-move.model.ts'
import { Video, type VideoDocument } from '../../../server/videos/video.model.ts'
import { hashOf, type KnownVideo } from './site.ts'

export interface Verdict {
  lost: number
  doubled: number
  wrongBytes: number
  orphans: number
  /** Moves that nothing finishes. */
  stuck: number
  /** What was wrong, for people. */
  notes: string[]
}

export function newVerdict(): Verdict {
  return { lost: 0, doubled: 0, wrongBytes: 0, orphans: 0, stuck: 0, notes: [] }
}

/** Judges by the bytes that were put in and by what lies in the stores; of the records it takes stage and places only. */
export async function check(known: KnownVideo[], verdict: Verdict, label: string): Promise<void> {
  const expected = new Set<string>()
  const fail = (kind: Exclude<keyof Verdict, 'notes'>, note: string) => {
    verdict[kind]++
    verdict.notes.push(`${label}: ${note}`)
  }
  for (const each of known) {
    const video = await Video.findById(each.id).lean<VideoDocument>()
    if (!video) {
      if ((await CollectionMember.countDocuments({ videoId: each.id })) > 0) fail('orphans', 'members of a deleted video') // prettier-ignore
      continue
    }
    for (const problem of await checkVideo(each, video, expected)) fail(problem.kind, problem.note)
  }
  for (const row of await Collection.find().lean<CollectionDocument[]>()) {
    if (row.state === 'sealed') expected.add(row.objectKey)
    if (row.state === 'expiring' && row.cold) expected.add(row.cold.uri)
    if (!row.isSettled) fail('stuck', `collection ${row.number} is ${row.state} and not settled`)
    if (row.state === 'writing' || row.state === 'pushing') fail('stuck', `collection ${row.number} is ${row.state}`) // prettier-ignore
  }
  const awaited = new Set(await awaitedIds())
  for (const key of await storedNow()) {
    // pieces of a copy that is being given back
    if (awaited.has(/^given\/([0-9a-f]{24})\//.exec(key)?.[1] ?? '')) continue
    if (!expected.delete(key)) fail('orphans', `nothing names ${key}`)
  }
  for (const key of expected) fail('lost', `${key} is not there`)
  for (const move of await TierMove.find({ state: 'open' }).lean()) fail('stuck', `a move to ${move.to} is open`)
} // prettier-ignore

interface Problem {
  kind: 'lost' | 'doubled' | 'wrongBytes'
  note: string
}

async function checkVideo(
  known: KnownVideo,
  video: VideoDocument,
  expected: Set<string>,
): Promise<Problem[]> {
  const problems: Problem[] = []
  const members = await CollectionMember.find({ videoId: video._id, deadAt: null }).lean()
  const isAfloat = video.storageStage === 'LIVE' || video.storageStage === 'RELIVE'
  const roles = (['pack', 'original'] as const).filter((role) => role === 'pack' || !video.isOriginalGone)
  if (isAfloat || video.storageStage === 'AWAITING_PUSH') {
    if (members.length > 0) problems.push({ kind: 'doubled', note: `${video.storageStage} with living members` })
  } else if (members.length !== roles.length) {
    problems.push({ kind: members.length > roles.length ? 'doubled' : 'lost', note: `${members.length} members` })
  }
  if (video.storageStage === 'AWAITING_PUSH') return problems.concat(await checkSent(video))
  for (const role of roles) {
    const key = role === 'pack' ? `videos/${known.uuid}` : `originals/${known.uuid}`
    if (isAfloat) expected.add(key)
    const hash = role === 'pack' ? known.packSha256 : known.originalSha256
    const problem = await checkBytes(video, role, key, hash)
    if (problem) problems.push(problem)
  }
  return problems
} // prettier-ignore

/** Both of its objects, from wherever they lie. @throws when one cannot be read, or is another */
export async function checkReadable(known: KnownVideo, video: VideoDocument): Promise<void> {
  const pack = await checkBytes(video, 'pack', `videos/${known.uuid}`, known.packSha256)
  const original = video.isOriginalGone ? null : await checkBytes(video, 'original', `originals/${known.uuid}`, known.originalSha256)
  const problem = pack ?? original
  if (problem) throw new Error(`${problem.kind}: ${problem.note}`)
} // prettier-ignore

async function checkBytes(
  video: StoredVideo,
  role: 'pack' | 'original',
  objectKey: string,
  sha256: string,
): Promise<Problem | null> {
  try {
    const end = Number.MAX_SAFE_INTEGER - 1
    const bytes = await buffer(
      await openStoredRange(video, { role, objectKey, sizeBytes: 0 }, { start: 0, end }),
    )
    return hashOf(bytes) === sha256 ? null : { kind: 'wrongBytes', note: `${role} has other bytes` }
  } catch (error) {
    return { kind: 'lost', note: `${role} in ${video.storageStage}: ${String(error)}` }
  }
}

/** Nobody's last copy goes before its creator was sent theirs. */
async function checkSent(video: VideoDocument): Promise<Problem[]> {
  const isSent = await CreatorCopy.exists({ collectionId: video.collectionId, creatorId: video.uploader })
  return isSent ? [] : [{ kind: 'lost', note: 'gone before its creator was sent a copy' }]
}

async function awaitedIds(): Promise<string[]> {
  const videos = await Video.find({ storageStage: 'AWAITING_PUSH' }, { _id: 1 }).lean<VideoDocument[]>()
  return videos.map(({ _id }) => _id.toHexString())
}

async function storedNow(): Promise<string[]> {
  const keys: string[] = []
  for (const prefix of ['videos/', 'originals/', 'collections/', 'given/']) {
    for await (const { key } of getObjectStore().list(prefix)) keys.push(key)
  }
  for await (const { uri } of getColdStore().list()) keys.push(uri)
  return keys
}
