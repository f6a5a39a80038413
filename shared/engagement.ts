import { z } from 'zod'
import { PersonView } from './accounts.ts'
import { Id, PageQuery, Timestamp, pageOf } from './common.ts'

/** What people can engage with. */
export const TARGET_KINDS = ['video', 'clip', 'comment'] as const
export const TargetKind = z.enum(TARGET_KINDS)
export type TargetKind = z.infer<typeof TargetKind>

export const REACTIONS = ['like', 'dislike'] as const
export const Reaction = z.enum(REACTIONS)
export type Reaction = z.infer<typeof Reaction>
export const MyReaction = Reaction.nullable()

export const ENGAGEMENT_KINDS = ['view', ...REACTIONS] as const
export type EngagementKind = (typeof ENGAGEMENT_KINDS)[number]

/** A view counts after so much was watched, and again after the pause. */
export const VIEW_AFTER_SECONDS = 2
export const VIEW_PAUSE_MINUTES = 30
/** So many ids a document shows of its views, likes and dislikes; the rest come in pages. */
export const SHOWN_IDS = 100

/** What a like, dislike or view answers: the counters as they are now. */
export const CountersView = z.object({
  viewCount: z.number().int(),
  likeCount: z.number().int(),
  dislikeCount: z.number().int(),
  myReaction: MyReaction,
})
export type CountersView = z.infer<typeof CountersView>

/** How somebody came to an item; told with the view. */
export const TRAFFIC_SOURCES = [
  'feed',
  'up_next',
  'path',
  'topic',
  'search',
  'profile',
  'share',
  'history',
  'notification',
  'video',
  'direct',
] as const
export const TrafficSource = z.enum(TRAFFIC_SOURCES)
export type TrafficSource = z.infer<typeof TrafficSource>

/** Body of POST .../view: how long it has played, in seconds. Less than two seconds is no view. */
export const ViewBody = z.strictObject({
  secondsWatched: z.number().min(0).max(86_400),
  /** Counted for the creator, with the day; never kept with the viewer. */
  source: TrafficSource.optional(),
})

export const EngagedPersonView = z.object({ user: PersonView, date: Timestamp })
export const EngagedPeoplePage = pageOf(EngagedPersonView)
export type EngagedPeoplePage = z.infer<typeof EngagedPeoplePage>

/**
 * One look at what somebody did with an item since the last: where they are, how much they saw, and how it ended.
 * Positions are seconds into the item itself (a clip's begin at its own start).
 */
export const WatchEvent = z.strictObject({
  /** Made by the client, so that a batch that is sent twice counts once. */
  id: z.uuid(),
  positionSeconds: z.number().min(0).max(86_400),
  /** Played since the event before, by the clock and not by the position. */
  secondsWatched: z.number().min(0).max(3600),
  /** Left before the end for something else. */
  isSkip: z.boolean().default(false),
  /** Played to its end. */
  isEnd: z.boolean().default(false),
  /** How many seconds ago, by the client's clock. */
  secondsAgo: z.number().min(0).max(86_400).default(0),
})
export type WatchEvent = z.infer<typeof WatchEvent>

/** Body of POST .../watch; small enough for sendBeacon (64 KiB). */
export const WatchBody = z.strictObject({ events: z.array(WatchEvent).min(1).max(50) })
export type WatchBody = z.infer<typeof WatchBody>

/** Where to go on: one position for a video and its clips, in seconds into the video. */
export const ResumeView = z.object({ positionSeconds: z.number(), updatedAt: Timestamp.nullable() })
export type ResumeView = z.infer<typeof ResumeView>

export const HistoryQuery = PageQuery
export const HistoryParams = z.strictObject({ id: Id })
