import { NotFound } from '../errors.ts'
import { Video } from '../videos/video.model.ts'
import { Topic } from './topic.model.ts'

/**
 * Its videos stay, without a topic. The topic goes last, so that a delete that was cut can be run again.
 * @throws NotFound
 */
export async function deleteTopic(id: string): Promise<void> {
  const topic = await Topic.findById(id).lean()
  if (!topic) throw new NotFound('There is no such topic.')
  await Video.updateMany({ topicId: topic._id }, { $set: { topicId: null } })
  await Topic.updateMany(
    { prerequisites: topic.combinedTopicName },
    { $pull: { prerequisites: topic.combinedTopicName } },
  )
  await Topic.deleteOne({ _id: topic._id })
}
