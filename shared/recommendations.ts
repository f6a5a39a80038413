import { z } from 'zod'
import { Id, Timestamp } from './common.ts'
import { CombinedTopicName } from './topics.ts'

/** Weight of a topic: -1 (never) to 1 (most of all). */
const Affinity = z.number().min(-1).max(1)

export const UserAffinitiesView = z.object({
  userId: Id,
  /** By topic id. */
  affinities: z.record(Id, Affinity),
  topics: z.array(
    z.object({
      topicId: Id,
      topic: z.string(),
      affinity: Affinity,
      isPinned: z.boolean(),
      isMuted: z.boolean(),
    }),
  ),
})
export type UserAffinitiesView = z.infer<typeof UserAffinitiesView>

/** `reset` forgets what was learnt of the topic, and its pin or mute. */
export const UpdateAffinityBody = z.strictObject({
  topic: CombinedTopicName,
  action: z.enum(['pin', 'unpin', 'mute', 'unmute', 'reset']),
})
export type UpdateAffinityBody = z.infer<typeof UpdateAffinityBody>

export const VideoAffinitiesView = z.object({
  videoId: Id,
  /** By topic id. */
  affinities: z.record(Id, Affinity),
})
export type VideoAffinitiesView = z.infer<typeof VideoAffinitiesView>

export const MAX_SEQUENCE = 200
/** The key of the sequence over all topics. */
export const ALL_TOPICS = 'all'

/** Ids of clips and videos by combinedTopicName (`all` over all topics). */
export const RecommendationsView = z.object({
  userId: Id,
  topicSequences: z.record(z.string(), z.array(Id)),
  updatedAt: Timestamp.nullable(),
})
export type RecommendationsView = z.infer<typeof RecommendationsView>

export const RecommendationsBody = z.strictObject({
  topicSequences: z
    .record(z.union([z.literal(ALL_TOPICS), CombinedTopicName]), z.array(Id).max(MAX_SEQUENCE))
    .refine((sequences) => Object.keys(sequences).length <= 50, 'at most 50 topics'),
})
export type RecommendationsBody = z.infer<typeof RecommendationsBody>
