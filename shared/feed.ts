import { z } from 'zod'
import { PersonView } from './accounts.ts'
import { ClipView } from './clips.ts'
import { Id, PageQuery, Timestamp, pageOf } from './common.ts'
import { TargetKind } from './engagement.ts'
import { CombinedTopicName } from './topics.ts'
import { VideoView } from './videos.ts'

/** So many items on each side of the one that plays are kept ready. */
export const FEED_WINDOW = 5
/** A video without clips stands in the feed by itself, up to this length. */
export const MAX_FEED_VIDEO_SECONDS = 600

/** Why an item is there. `text` is one English sentence; clients with other words of their own go by `code`. */
export const FEED_REASONS = [
  'newest',
  'next_in_path',
  'topic',
  'recommended',
  'because_topic',
  'next_part',
  'next_step',
  'followed',
  'new_creator',
  'popular',
  'together',
  'explore',
] as const
/** `cause`: what the sentence names, as a topic's combinedTopicName, the title of a video or the name of a creator. */
export const FeedReason = z.object({
  code: z.enum(FEED_REASONS),
  text: z.string(),
  cause: z.string().optional(),
})
export type FeedReason = z.infer<typeof FeedReason>

/** First and last byte of a piece of the pack, both inclusive as in a Range header (RFC 9110, 14.1.2). */
export const ByteRange = z.tuple([z.number().int(), z.number().int()])
export type ByteRange = z.infer<typeof ByteRange>

/**
 * One rendition's part that a clip needs: whole segments, one after another in the pack, on the timeline of the video.
 * The first may begin before the clip and the last may end after it.
 */
export const PlaybackRendition = z.object({
  name: z.string(),
  kind: z.enum(['video', 'audio', 'muxed']),
  /** As MediaSource.isTypeSupported wants it. */
  mimeType: z.string(),
  /** 0 for sound. */
  width: z.number().int(),
  height: z.number().int(),
  /** Bits a second. */
  averageBitrate: z.number().int(),
  initRange: ByteRange,
  /** Of the first segment: offset in the pack, and seconds into the video. */
  firstOffset: z.number().int(),
  firstStartSeconds: z.number(),
  segmentBytes: z.array(z.number().int()),
  segmentSeconds: z.array(z.number()),
})
export type PlaybackRendition = z.infer<typeof PlaybackRendition>

/** All that a player needs to show the first frame with one request for media, and no playlist before. */
export const PlaybackHints = z.object({
  playlistURL: z.string(),
  posterURL: z.string(),
  packURL: z.string(),
  /** Seconds into the video. */
  startSeconds: z.number(),
  endSeconds: z.number(),
  /** Of the lowest rendition with pictures. */
  initRange: ByteRange,
  firstSegmentRange: ByteRange,
  /** Lowest first, sound last. */
  renditions: z.array(PlaybackRendition),
})
export type PlaybackHints = z.infer<typeof PlaybackHints>

/** Where the item stands on the learning path of its subtopic: the third of twelve. */
export const PathPlace = z.object({ topic: z.string(), step: z.number().int(), total: z.number().int() })
export type PathPlace = z.infer<typeof PathPlace>

export const FeedItem = z.object({
  item: z.discriminatedUnion('kind', [
    ClipView.extend({ kind: z.literal('clip') }),
    VideoView.extend({ kind: z.literal('video') }),
  ]),
  reason: FeedReason,
  playback: PlaybackHints,
  path: PathPlace.nullable(),
  /** From 0 on, over all pages of one sequence. */
  position: z.number().int(),
})
export type FeedItem = z.infer<typeof FeedItem>

/** A page may be short, even empty, while `nextCursor` says that there is more. */
export const FeedQuery = PageQuery.extend({
  limit: z.coerce.number().int().min(1).max(30).default(10),
  cursor: z.string().max(2400).optional(),
  /** With what was seen before; the pages after the first follow their cursor. */
  again: z.literal('true').optional(),
})
export type FeedQuery = z.infer<typeof FeedQuery>
export const FeedTopicParams = z.strictObject({ name: CombinedTopicName })

/** What comes after the last item. */
export const FeedEnd = z.object({
  /** `finished`: a subtopic with nothing left to see; `empty`: nothing there at all; `seen`: everything was watched. */
  code: z.enum(['finished', 'empty', 'seen']),
  topic: z.string().nullable(),
  /** The next subtopic of the same topic with something unseen. */
  nextTopic: z.string().nullable(),
})
export type FeedEnd = z.infer<typeof FeedEnd>

/** `end` is null while there is more. */
export const FeedPage = pageOf(FeedItem).extend({ end: FeedEnd.nullable() })
export type FeedPage = z.infer<typeof FeedPage>

/** A sequence that somebody can switch to: a topic or a subtopic with something to see. */
export const FeedTopicView = z.object({
  /** combinedTopicName; null over all topics. */
  topic: z.string().nullable(),
  isPinned: z.boolean(),
  /** Of the learning path, where it has one. */
  total: z.number().int().nullable(),
  seen: z.number().int().nullable(),
})
export type FeedTopicView = z.infer<typeof FeedTopicView>
export const FeedTopicsView = z.object({ items: z.array(FeedTopicView) })
export type FeedTopicsView = z.infer<typeof FeedTopicsView>

export const FeedThing = z.strictObject({ kind: TargetKind.exclude(['comment']), id: Id })
export type FeedThing = z.infer<typeof FeedThing>

/** Body of POST /api/feed/window: what is kept ready now, the one that plays first. Replaces what was said before. */
export const FeedWindowBody = z.strictObject({ items: z.array(FeedThing).max(2 * FEED_WINDOW + 1) })
export type FeedWindowBody = z.infer<typeof FeedWindowBody>

export const DISMISSAL_SCOPES = ['item', 'topic', 'creator'] as const

/** Body of POST /api/feed/dismissals: not interested in it, its topic, or its creator. DELETE with the same takes it back. */
export const DismissalBody = FeedThing.extend({ scope: z.enum(DISMISSAL_SCOPES).default('item') })
export type DismissalBody = z.infer<typeof DismissalBody>

/** A line of what somebody left out. */
export const DismissalView = z.object({
  id: Id,
  scope: z.enum(DISMISSAL_SCOPES),
  date: Timestamp,
  /** On which it was said. The title is null unless the item itself is left out and can still be seen. */
  item: z.object({ kind: FeedThing.shape.kind, id: Id, title: z.string().nullable() }),
  /** combinedTopicName of a topic that is left out. */
  topic: z.string().nullable(),
  /** Who is left out. */
  creator: PersonView.nullable(),
})
export type DismissalView = z.infer<typeof DismissalView>
export const DismissalPage = pageOf(DismissalView)
