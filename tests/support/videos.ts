import { createHash, randomUUID } from 'node:crypto'
import { Types } from 'mongoose'
import { SCOPES, type Role } from '#shared/accounts'
import type { UserActor } from '../../server/accounts/actor.ts'
import { getObjectStore } from '../../server/adapters/object-store/index.ts'
import { createVideo, type CreateVideoInput } from '../../server/videos/create-video.ts'
import { publishPack } from '../../server/videos/advance-video.ts'
import type { PackDocument, PackRendition } from '../../server/videos/pack.model.ts'
import type { VideoDocument } from '../../server/videos/video.model.ts'

export function userActor(role: Role = 'viewer', userId = new Types.ObjectId().toHexString()): UserActor {
  const name = `Tester ${userId.slice(-4)}`
  return {
    kind: 'user',
    userId,
    username: `tester-${userId.slice(-4)}`,
    name,
    role,
    sessionId: 's',
    scopes: SCOPES,
  }
}

/** What a finished upload hands over; the original is in the store already. */
export async function createInput(
  uploaderId: string,
  change: Partial<CreateVideoInput> = {},
): Promise<CreateVideoInput> {
  const uuid = change.uuid ?? randomUUID()
  const original = await getObjectStore().put(`originals/${uuid}`, Buffer.from('original'), {
    contentType: 'video/mp4',
  })
  return {
    uploadId: randomUUID(),
    uploaderId,
    uuid,
    title: 'Bees in spring',
    description: '',
    topic: null,
    visibility: 'public',
    source: {
      objectKey: original.key,
      filename: 'bees.mp4',
      sizeBytes: original.sizeBytes,
      sha256: '0'.repeat(64),
    },
    ...change,
  }
}

/** A video that plays: its pack holds `bytes`, as one rendition whose segments are of about `segmentBytes` each. */
export async function publishedVideo(
  uploaderId: string,
  change: Partial<CreateVideoInput> = {},
  bytes: Buffer = Buffer.alloc(10_000, 'clipway'),
): Promise<VideoDocument> {
  const video = await createVideo(await createInput(uploaderId, change))
  const objectKey = `videos/${video.uuid}`
  await getObjectStore().put(objectKey, bytes, { contentType: 'video/mp4' })
  const pack = packOf(video.uuid, objectKey, bytes)
  await publishPack(video._id.toHexString(), pack, { duration: 8, width: 640, height: 360 }, 'ready')
  return { ...video, state: 'ready', packRevision: pack.revision }
}

export function packOf(
  uuid: string,
  objectKey: string,
  bytes: Buffer,
  revision = 1,
): Omit<PackDocument, '_id'> {
  return {
    videoUuid: uuid,
    revision,
    objectKey,
    sizeBytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    moreParts: [],
    isComplete: true,
    renditions: [renditionOf(bytes.length)],
  }
}

function renditionOf(sizeBytes: number): PackRendition {
  const initBytes = 100
  const first = Math.floor((sizeBytes - initBytes) / 2)
  return {
    name: '360p',
    kind: 'muxed',
    width: 640,
    height: 360,
    frameRate: 25,
    codecs: 'avc1.64001e,mp4a.40.2',
    peakBitrate: 900_000,
    averageBitrate: 700_000,
    offset: 0,
    initBytes,
    segmentBytes: [first, sizeBytes - initBytes - first],
    segmentSeconds: [4, 4],
  }
}
