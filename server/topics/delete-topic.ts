import type { Actor } from '../accounts/actor.ts'
import { record } from '../audit/record.ts'
import { Conflict, NotFound } from '../errors.ts'
import { enqueue } from '../jobs/enqueue.ts'
import { Video } from '../videos/video.model.ts'
import { hasSubtopics } from './find-topics.ts'
import { Topic } from './topic.model.ts'

/**
 * Its videos and clips stay, without a topic; a job finds what else names it. The topic goes last, so that a delete
 * that was cut can be run again.
 * @throws NotFound, and Conflict for a topic that still has subtopics, which are reached through it
 */
export async function deleteTopic(actor: Actor, id: string): Promise<void> {
  const topic = await Topic.findById(id).lean()
  if (!topic) throw new NotFound('There is no such topic.')
  const { combinedTopicName } = topic
  if (await hasSubtopics(combinedTopicName))
    throw new Conflict('This topic still has subtopics. Delete those first.')
  await record(actor, { action: 'DELETE_TOPIC', target: `topic:${id}`, changes: { combinedTopicName } })
  await Video.updateMany({ topicId: topic._id }, { $set: { topicId: null } })
  await Topic.updateMany(
    { prerequisites: combinedTopicName },
    { $pull: { prerequisites: combinedTopicName } },
  )
  const forget = { topicId: id, combinedTopicName }
  // asked for on both sides of the delete: whatever named it in between is found, and a kill leaves one of the two
  await enqueue('forget-topic', forget)
  await Topic.deleteOne({ _id: topic._id })
  await enqueue('forget-topic', forget)
}
