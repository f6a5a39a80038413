import type { VideoAffinitiesView } from '#shared/recommendations'
import type { Actor } from '../accounts/actor.ts'
import { NotFound } from '../errors.ts'
import { getVideo } from '../videos/get-video.ts'
import { VideoAffinity } from '../videos/video-affinity.model.ts'
import { topicNames } from './topic-names.ts'
import { canEdit } from '../videos/video-policy.ts'

/**
 * How much a video aligns with each topic, for its creator and admins.
 * @throws NotFound for everybody else, as for a video that is not there
 */
export async function findVideoAffinities(actor: Actor, videoId: string): Promise<VideoAffinitiesView> {
  const video = await getVideo(actor, videoId)
  if (!canEdit(actor, video)) throw new NotFound('There is no such video.')
  const row = await VideoAffinity.findOne({ videoId }).lean<{ affinities: Record<string, number> }>()
  const affinities = row?.affinities ?? {}
  const names = await topicNames(Object.keys(affinities))
  const topics = [...names].map(([topicId, topic]) => ({
    topicId,
    topic,
    affinity: affinities[topicId]!,
    isCreators: topicId === video.topicId?.toHexString(),
  }))
  topics.sort((a, b) => b.affinity - a.affinity || (a.topic < b.topic ? -1 : 1))
  return { videoId, affinities, topics }
}
