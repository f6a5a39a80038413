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

/** `topics`: the same by name, the strongest first; topics that are gone are left out. */
export const VideoAffinitiesView = z.object({
  videoId: Id,
  /** By topic id. */
  affinities: z.record(Id, Affinity),
  topics: z.array(z.object({ topicId: Id, topic: z.string(), affinity: Affinity, isCreators: z.boolean() })),
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

const share = z.number().min(0).max(1)

/** Body of PUT /api/admin/recommendations/settings, whole. */
export const RecommendationSettings = z.strictObject({
  multipliers: z.strictObject({
    /** After publishing a clip counts half, while nobody knows what it is; 0 for never. */
    earlyPenaltyHours: z.number().min(0).max(168),
    /** A new clip counts more for so long, or until it was shown so often. */
    goldenHours: z.number().min(1).max(720),
    goldenImpressions: z.number().int().min(1).max(100_000),
  }),
  ranking: z.strictObject({
    /** How far what is uncertain is tried out; 0 never explores. */
    exploration: share,
    /** Share of slots that may go to fresh clips alone for being fresh, until each was played so often. */
    freshShare: share,
    freshDays: z.number().min(0).max(30),
    freshPlays: z.number().int().min(0).max(1_000),
    /** Share of slots that may go to older clips that nobody has played. */
    firstPlayShare: share,
    /** What a clip that teaches is worth more, in the area of somebody's goal and elsewhere. */
    goalBonus: share,
    gainBonus: share,
  }),
})
export type RecommendationSettings = z.infer<typeof RecommendationSettings>

export const RecommendationSettingsView = z.object({
  settings: RecommendationSettings,
  defaults: RecommendationSettings,
  updatedAt: Timestamp.nullable(),
})
export type RecommendationSettingsView = z.infer<typeof RecommendationSettingsView>
