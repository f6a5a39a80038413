import { trusted } from 'mongoose'
import { Topic } from '../topics/topic.model.ts'
import { writeAffinities } from './write-affinities.ts'

/** Of a topic that somebody chose before watching anything. */
export const CHOSEN_AFFINITY = 0.5

/**
 * What somebody chose when they came. What was learnt of a topic since is never lowered, and running it again changes
 * nothing. Ids of no topic are passed over.
 */
export async function setInitialAffinities(userId: string, topicIds: readonly string[]): Promise<void> {
  const topics = await Topic.find({ _id: trusted({ $in: [...topicIds] }) }, { _id: 1 }).lean()
  if (topics.length === 0) return
  const chosen = topics.map(({ _id }) => [`affinities.${_id.toHexString()}`, CHOSEN_AFFINITY])
  await writeAffinities(userId, { $max: Object.fromEntries(chosen) as Record<string, number> })
}
