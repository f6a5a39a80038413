import { randomUUID } from 'node:crypto'
import { Types } from 'mongoose'
import type { RelationshipStatus } from '#shared/relationships'
import { Clip } from '../../../server/clips/clip.model.ts'
import { Comment } from '../../../server/comments/comment.model.ts'
import { dropViewerScope } from '../../../server/relationships/viewer-scope.ts'
import { Relationship } from '../../../server/relationships/relationship.model.ts'
import { Topic } from '../../../server/topics/topic.model.ts'
import { Upload } from '../../../server/uploads/upload.model.ts'
import { Video } from '../../../server/videos/video.model.ts'
import type { Person, World } from './world.ts'

type Id = { id: string }
const idOf = ({ _id }: { _id: Types.ObjectId }): Id => ({ id: _id.toHexString() })
let count = 0

/** A finished video as the database holds it; its bytes do not matter here. */
export async function makeVideo(owner: Person, change: Record<string, unknown> = {}): Promise<Id> {
  const uuid = randomUUID()
  const video = await Video.create({
    uuid,
    title: 'Bees in spring',
    uploadDate: new Date(),
    uploader: new Types.ObjectId(owner.id),
    duration: 60,
    width: 640,
    height: 360,
    visibility: 'public',
    state: 'ready',
    uploadId: randomUUID(),
    source: { objectKey: `originals/${uuid}`, filename: 'bees.mp4', sizeBytes: 1, sha256: '0'.repeat(64) },
    ...change,
  })
  return idOf(video)
}

export const myVideo = (world: World) => makeVideo(world.me)
export const otherPrivateVideo = (world: World) => makeVideo(world.other, { visibility: 'private' })

export const otherVideo = (world: World) => makeVideo(world.other)

export async function makeClip(owner: Person, videoId: string, change: object = {}): Promise<Id> {
  const clip = await Clip.create({
    videoId,
    title: 'A bee lands',
    uploadDate: new Date(),
    uploader: new Types.ObjectId(owner.id),
    duration: 10,
    startSeconds: 5,
    endSeconds: 15,
    isListed: true,
    ...change,
  })
  return idOf(clip)
}

export async function myClip(world: World): Promise<Id> {
  return makeClip(world.me, (await myVideo(world)).id)
}

export async function otherClip(world: World): Promise<Id> {
  return makeClip(world.other, (await otherVideo(world)).id)
}

/** Public in itself, of a video that is not. */
export async function otherPrivateClip(world: World): Promise<Id> {
  return makeClip(world.other, (await otherPrivateVideo(world)).id, { isListed: false })
}

export async function makeComment(author: Person, videoId: string, change: object = {}): Promise<Id> {
  const comment = await Comment.create({
    userId: new Types.ObjectId(author.id),
    videoId,
    text: 'How they dance!',
    date: new Date(),
    ...change,
  })
  return idOf(comment)
}

export async function myComment(world: World): Promise<Id> {
  return makeComment(world.me, (await myVideo(world)).id)
}

export async function commentOnPrivateVideo(world: World): Promise<Id> {
  return makeComment(world.other, (await otherPrivateVideo(world)).id)
}

export async function makeRelationship(
  from: Person,
  to: Person,
  status: RelationshipStatus = 'pending',
): Promise<Id> {
  const now = new Date()
  const row = { fromUserID: from.id, toUserID: to.id, status, initiatedDate: now, updatedDate: now }
  const made = await Relationship.create(row)
  // written past the code that would have told the readers' scopes
  dropViewerScope(from.id, to.id)
  return idOf(made)
}

/** Somebody asked me. */
export async function requestToMe(world: World): Promise<Id> {
  return makeRelationship(await world.makePerson(), world.me)
}

export async function requestBetweenOthers(world: World): Promise<Id> {
  return makeRelationship(await world.makePerson(), world.other)
}

export async function makeTopic(change: object = {}): Promise<Id> {
  const name = `beekeeping-${++count}`
  return idOf(await Topic.create({ combinedTopicName: name, topicName: 'Beekeeping', ...change }))
}

export async function makeUpload(owner: Person): Promise<Id> {
  const uploadId = randomUUID().replaceAll('-', '')
  await Upload.create({
    uploadId,
    uuid: randomUUID(),
    userId: new Types.ObjectId(owner.id),
    filename: 'bees.mp4',
    sizeBytes: 10,
    state: 'receiving',
    createdAt: new Date(),
    expiresAt: new Date(Date.now() + 3600_000),
  })
  return { id: uploadId }
}

export const myUpload = (world: World) => makeUpload(world.me)
export const otherUpload = (world: World) => makeUpload(world.other)
