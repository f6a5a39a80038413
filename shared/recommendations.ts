import { z } from 'zod'
import { Id, Timestamp } from './common.ts'
import { FEED_REASONS } from './feed.ts'
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

/** Why something was watched: a reason of the feed, or `elsewhere` where it was found by other ways. */
const ReachReason = z.object({
  code: z.enum([...FEED_REASONS, 'elsewhere']),
  plays: z.number().int(),
  /** Mean, about 0 to 1.3. */
  reward: z.number(),
})
export type ReachReason = z.infer<typeof ReachReason>

export const MULTIPLIER_CODES = [
  'early_penalty',
  'early_warning',
  'unsure_violation',
  'nsfw',
  'early_creator',
  'golden_period',
] as const
export const SCORE_FACTORS = [
  'interest',
  'creator',
  'quality',
  'together',
  'next_part',
  'level',
  'policy',
  'explore',
] as const

const AppliedDelta = z.object({
  code: z.enum(MULTIPLIER_CODES),
  /** Added to 1. */
  delta: z.number(),
  /** From then on it counts no more; null as long as its cause stands. */
  until: Timestamp.nullable(),
})

/** What the deltas come to, within 0.02 and 1.5. */
const MultiplierView = z.object({ value: z.number(), deltas: z.array(AppliedDelta) })
export type MultiplierView = z.infer<typeof MultiplierView>

export const ReachQuery = z.strictObject({ days: z.coerce.number().int().min(1).max(90).default(28) })

/** Whom a video with its clips, or a clip, reached and why. Nothing of who watched. */
export const ReachView = z.object({
  plays: z.number().int(),
  /** Of them so many of what stood in somebody's queue. */
  recommended: z.number().int(),
  /** Mean share that was watched, and mean reward. */
  watch: z.number(),
  reward: z.number(),
  /** Most plays first. */
  reasons: z.array(ReachReason),
  /** What the score would have lost without each, on average over the recommended plays. */
  factors: z.array(z.object({ name: z.enum(SCORE_FACTORS), average: z.number() })),
  /** As it was applied then, on average. */
  applied: z.object({
    multiplier: z.number(),
    deltas: z.array(z.object({ code: z.enum(MULTIPLIER_CODES), average: z.number() })),
  }),
  /** As of now; null for a video that stands in the feed by its clips alone. */
  now: MultiplierView.nullable(),
})
export type ReachView = z.infer<typeof ReachView>

export const RecommendationDayView = z.object({
  day: z.iso.date(),
  plays: z.number().int(),
  recommended: z.number().int(),
  watch: z.number(),
  reward: z.number(),
  newCreatorShare: z.number(),
  /** Share of what can be shown that somebody watched in the seven days up to this one. */
  coverage: z.number(),
  itemGini: z.number(),
  creatorGini: z.number(),
})
export type RecommendationDayView = z.infer<typeof RecommendationDayView>

/** Days oldest first, without gaps; `reasons` over all of them. */
export const RecommendationReportView = z.object({
  days: z.array(RecommendationDayView),
  reasons: z.array(ReachReason),
  plays: z.number().int(),
  recommended: z.number().int(),
  reward: z.number(),
  /** Of the last day that has any. */
  items: z.number().int(),
})
export type RecommendationReportView = z.infer<typeof RecommendationReportView>

export const QueueOfQuery = z.strictObject({
  topic: z.union([z.literal(ALL_TOPICS), CombinedTopicName]).default(ALL_TOPICS),
})
export const QueuedItemView = z.object({
  kind: z.enum(['clip', 'video']),
  id: Id,
  videoId: Id,
  title: z.string(),
  code: z.enum(FEED_REASONS),
  /** A topic, or an id of a video or person; empty where the code says it all. */
  cause: z.string(),
  factors: z.array(z.object({ name: z.enum(SCORE_FACTORS), value: z.number() })),
  multiplier: MultiplierView,
})
export type QueuedItemView = z.infer<typeof QueuedItemView>
/** `topics`: the names of the sequences that there are. */
export const QueueOfView = z.object({
  builtAt: Timestamp.nullable(),
  isOwn: z.boolean(),
  topics: z.array(z.string()),
  items: z.array(QueuedItemView),
})
export type QueueOfView = z.infer<typeof QueueOfView>

/** What would have been shown, at moments of the log at which somebody chose something. */
const ReplayFigures = z.object({
  /** Share of what can be shown that was shown to anybody. */
  coverage: z.number(),
  itemGini: z.number(),
  creatorGini: z.number(),
  newCreatorShare: z.number(),
  /** Share of moments at which what was really watched next stood among the first ten. */
  hitShare: z.number(),
  /** Mean reward of those. */
  hitReward: z.number(),
  /** Both together: reward a moment. */
  reward: z.number(),
})
export type ReplayFigures = z.infer<typeof ReplayFigures>

export const REPLAY_STATES = ['none', 'waiting', 'running', 'done', 'failed', 'cancelled'] as const
export const ReplayView = z.object({
  state: z.enum(REPLAY_STATES),
  /** 0 to 1. */
  progress: z.number(),
  /** With which it was asked for. */
  settings: RecommendationSettings.nullable(),
  endedAt: Timestamp.nullable(),
  result: z
    .object({
      moments: z.number().int(),
      from: Timestamp,
      to: Timestamp,
      /** What people really watched: all of it, so its hit share is 1. */
      watched: ReplayFigures,
      current: ReplayFigures,
      proposed: ReplayFigures,
    })
    .nullable(),
})
export type ReplayView = z.infer<typeof ReplayView>
export type ReplayResult = NonNullable<ReplayView['result']>
