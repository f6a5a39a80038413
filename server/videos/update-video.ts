import type { UpdateVideoBody } from '#shared/videos'
import type { Actor } from '../accounts/actor.ts'
import { record } from '../audit/record.ts'
import { NotFound, Unprocessable } from '../errors.ts'
import { enqueue } from '../jobs/enqueue.ts'
import { Topic } from '../topics/topic.model.ts'
import { getEditableVideo } from './get-video.ts'
import { settleTopic } from './settle-topic.ts'
import { announceVideoChange } from './video-changes.ts'
import { Video, type VideoDocument } from './video.model.ts'

/**
 * @throws NotFound, Forbidden as `getEditableVideo`
 * @throws Unprocessable for a topic that does not exist
 */
export async function updateVideo(actor: Actor, id: string, change: UpdateVideoBody): Promise<VideoDocument> {
  await getEditableVideo(actor, id)
  const { topic, ...fields } = change
  const topicChange = topic === undefined ? {} : await topicOf(topic)
  const after = { ...fields, ...topicChange }
  const unsettled = topic === undefined ? {} : { topicUnsettledSince: new Date() }
  const before = await Video.findOneAndUpdate(
    { _id: id, deletedAt: null },
    { $set: { ...after, ...unsettled } },
  ).lean<VideoDocument>()
  if (!before) throw new NotFound('There is no such video.')
  if (topic !== undefined) await settleTopic(id)
  announceVideoChange({ videoId: id, uuid: before.uuid })
  if (after.visibility && after.visibility !== before.visibility) await enqueue('sync-clips', { videoId: id })
  const changes = differences(before, after)
  if (changes) await record(actor, { action: 'UPDATE_VIDEO', target: `video:${id}`, changes })
  return { ...before, ...after }
}

type Fields = Partial<
  Pick<VideoDocument, 'title' | 'description' | 'visibility' | 'topicId' | 'isNsfw' | 'isSensitive'>
>

/** Before and after of what became different, or null when nothing did. */
function differences(before: VideoDocument, after: Fields): { before: Fields; after: Fields } | null {
  const keys = (Object.keys(after) as (keyof Fields)[]).filter(
    (key) => String(before[key]) !== String(after[key]),
  )
  if (keys.length === 0) return null
  const pick = (fields: Fields) => Object.fromEntries(keys.map((key) => [key, fields[key]]))
  return { before: pick(before), after: pick(after) }
}

async function topicOf(topic: string | null) {
  return { topicId: topic === null ? null : await findTopicId(topic) }
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
