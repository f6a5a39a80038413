import type { UpdateVideoBody } from '#shared/videos'
import type { Actor } from '../accounts/actor.ts'
import { NotFound, Unprocessable } from '../errors.ts'
import { Topic } from '../topics/topic.model.ts'
import { getEditableVideo } from './get-video.ts'
import { announceVideoChange } from './video-changes.ts'
import { Video, type VideoDocument } from './video.model.ts'

/**
 * @throws NotFound, Forbidden as `getEditableVideo`
 * @throws Unprocessable for a topic that does not exist
 */
export async function updateVideo(actor: Actor, id: string, change: UpdateVideoBody): Promise<VideoDocument> {
  await getEditableVideo(actor, id)
  const { topic, ...fields } = change
  const topicChange = topic === undefined ? {} : { topicId: topic === null ? null : await findTopicId(topic) }
  const video = await Video.findOneAndUpdate(
    { _id: id, deletedAt: null },
    { $set: { ...fields, ...topicChange } },
    { returnDocument: 'after' },
  ).lean<VideoDocument>()
  if (!video) throw new NotFound('There is no such video.')
  announceVideoChange({ videoId: id, uuid: video.uuid })
  return video
}

async function findTopicId(combinedTopicName: string) {
  const topic = await Topic.exists({ combinedTopicName })
  if (!topic) {
    throw new Unprocessable(`There is no topic ${combinedTopicName}. Choose one of the list.`, {
      details: [{ path: 'topic', message: 'does not exist' }],
    })
  }
  return topic._id
}
