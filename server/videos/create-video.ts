import { Types } from 'mongoose'
import type { Visibility } from '#shared/videos'
import { findPeople } from '../accounts/find-people.ts'
import { record } from '../audit/record.ts'
import { isDuplicateKey } from '../database.ts'
import { enqueue } from '../jobs/enqueue.ts'
import { Topic } from '../topics/topic.model.ts'
import { settleTopic } from './settle-topic.ts'
import { Video, type VideoDocument } from './video.model.ts'

export interface CreateVideoInput {
  uploadId: string
  uploaderId: string
  title: string
  description: string
  /** combinedTopicName; one that does not exist (any more) leaves the video without a topic rather than lose it. */
  topic: string | null
  visibility: Visibility
  source: { objectKey: string; filename: string; sizeBytes: number; sha256: string }
  uuid: string
  importKey?: string
  attribution?: string
}

/**
 * Makes the video of an upload whose original is already stored, and asks for its first rendition. Running it again
 * for the same upload gives the same video, and asks again only while nothing is published.
 */
export async function createVideo(input: CreateVideoInput): Promise<VideoDocument> {
  const video = (await findCreated(input)) ?? (await insertVideo(input))
  if (video.topicUnsettledSince) await settleTopic(video._id.toHexString())
  if (video.state === 'preparing' && !video.deletedAt) {
    await enqueue('publish-first', { videoId: video._id.toHexString() })
  }
  return video
}

function findCreated(input: CreateVideoInput): Promise<VideoDocument | null> {
  return Video.findOne({ uploadId: input.uploadId }).lean<VideoDocument>().exec()
}

async function insertVideo(input: CreateVideoInput): Promise<VideoDocument> {
  const { topic, uploaderId, ...fields } = input
  const topicId = topic ? ((await Topic.exists({ combinedTopicName: topic }))?._id ?? null) : null
  const uploader = new Types.ObjectId(uploaderId)
  await recordUpload(input)
  try {
    const video = await Video.create({
      ...fields,
      topicId,
      uploader,
      uploadDate: new Date(),
      topicUnsettledSince: new Date(),
      state: 'preparing',
    })
    return video.toObject<VideoDocument>()
  } catch (error) {
    const winner = isDuplicateKey(error) ? await findCreated(input) : null
    if (!winner) throw error
    return winner
  }
}

/** Before the video is there, so that a kill between the two leaves an entry too many rather than none. */
async function recordUpload({ uploaderId, title, uuid, source }: CreateVideoInput): Promise<void> {
  const people = await findPeople([uploaderId])
  await record(
    { kind: 'user', userId: uploaderId, name: people.get(uploaderId)?.name ?? 'Former member' },
    {
      action: 'UPLOAD_VIDEO',
      target: `video:${uuid}`,
      changes: { title, filename: source.filename, sizeBytes: source.sizeBytes, sha256: source.sha256 },
    },
  )
}
