import { Types } from 'mongoose'
import { Progress } from './progress.model.ts'

/** What somebody has reached, clip by clip. Questions they wrote go with their clips. */
export async function* exportLearningBy(userId: string): AsyncIterable<object> {
  for await (const progress of Progress.find({ userId: new Types.ObjectId(userId) })
    .lean()
    .cursor()) {
    const { clipId, topicId, level, share, watched, answeredAt, wasRight, updatedAt } = progress
    yield { clipId, topicId, level, share, watched, answeredAt, wasRight, updatedAt }
  }
}

export async function eraseLearningBy(userId: string): Promise<void> {
  await Progress.deleteMany({ userId })
}
