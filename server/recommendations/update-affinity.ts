import type { UpdateQuery } from 'mongoose'
import type { UpdateAffinityBody, UserAffinitiesView } from '#shared/recommendations'
import type { UserActor } from '../accounts/actor.ts'
import { Unprocessable } from '../errors.ts'
import { Topic } from '../topics/topic.model.ts'
import { announceScopeChange } from '../relationships/scope-changes.ts'
import { findAffinities } from './find-affinities.ts'
import type { UserAffinityDocument } from './user-affinity.model.ts'
import { writeAffinities } from './write-affinities.ts'

type Change = UpdateQuery<UserAffinityDocument>

/** What each action does to the row; a topic is never pinned and muted at once. */
const CHANGES: Record<UpdateAffinityBody['action'], (topicId: string) => Change> = {
  pin: (topicId) => ({ $addToSet: { pinned: topicId }, $pull: { muted: topicId } }),
  unpin: (topicId) => ({ $pull: { pinned: topicId } }),
  mute: (topicId) => ({ $addToSet: { muted: topicId }, $pull: { pinned: topicId } }),
  unmute: (topicId) => ({ $pull: { muted: topicId } }),
  reset: (topicId) => ({
    $unset: { [`affinities.${topicId}`]: 1 },
    $set: { [`resets.${topicId}`]: new Date() },
    $pull: { pinned: topicId, muted: topicId },
  }),
}

/** @throws Unprocessable for a topic that does not exist */
export async function updateAffinity(
  actor: UserActor,
  { topic, action }: UpdateAffinityBody,
): Promise<UserAffinitiesView> {
  const found = await Topic.exists({ combinedTopicName: topic })
  if (!found) {
    throw new Unprocessable(`There is no topic ${topic}. Choose one of the list.`, {
      details: [{ path: 'topic', message: 'does not exist' }],
    })
  }
  await writeAffinities(actor.userId, CHANGES[action](found._id.toHexString()))
  announceScopeChange(actor.userId)
  return findAffinities(actor)
}
