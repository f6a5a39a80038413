import { trusted } from 'mongoose'
import { Clip } from '../clips/clip.model.ts'
import { Unprocessable } from '../errors.ts'
import { getTopic } from '../topics/find-topics.ts'
import { forgetSteps } from './read-path.ts'

/**
 * Places the clips of a topic on its path; those that are not named follow by age. Cut in between, it is sent again.
 * @throws NotFound for a topic that is none, Unprocessable for clips of another
 */
export async function orderClips(topicId: string, clipIds: readonly string[]): Promise<void> {
  const topic = await getTopic(topicId)
  const named = trusted({ $in: [...clipIds] })
  const known = await Clip.countDocuments({ _id: named, topicId: topic._id })
  if (known !== clipIds.length) {
    throw new Unprocessable('Name only clips of this topic, each once.', {
      details: [{ path: 'clipIds', message: 'has clips of another topic, or one twice' }],
    })
  }
  await Clip.updateMany(
    { topicId: topic._id, pathPosition: trusted({ $gte: 0 }), _id: trusted({ $nin: [...clipIds] }) },
    { $unset: { pathPosition: 1 } },
  )
  await Clip.bulkWrite(
    clipIds.map((_id, pathPosition) => ({
      updateOne: { filter: { _id, topicId: topic._id }, update: { $set: { pathPosition } } },
    })),
  )
  forgetSteps(topic._id)
}
