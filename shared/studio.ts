import { z } from 'zod'
import { Id, Timestamp, text } from './common.ts'
import { TrafficSource } from './engagement.ts'
import { UpdateVideoBody, VideoView } from './videos.ts'

export const MAX_PEAKS = 20_000
export const MAX_SCENE_CUTS = 4000
export const MAX_SILENCES = 4000

/** Seconds into the video. */
export const StretchView = z.object({ startSeconds: z.number(), endSeconds: z.number() })
export type StretchView = z.infer<typeof StretchView>

/** What is to be heard and seen over a video's time, for the timeline: `/cdn/<uuid>/waveform`. */
export const WaveformView = z.object({
  secondsPerPeak: z.number(),
  /** 0 (silence) to 255, the loudest of each step. Empty where there is no sound. */
  peaks: z.array(z.number().int().min(0).max(255)).max(MAX_PEAKS),
  /** When the first picture of each new scene is shown, to the millisecond and never before it. */
  sceneCuts: z.array(z.number()).max(MAX_SCENE_CUTS),
  silences: z.array(StretchView).max(MAX_SILENCES),
  /** Of the finest rendition; 0 where it is not known. */
  secondsPerFrame: z.number(),
})
export type WaveformView = z.infer<typeof WaveformView>

export const MIN_SUGGESTION_SECONDS = 15
export const MAX_SUGGESTION_SECONDS = 60

export const SUGGESTION_SIGNALS = ['scene', 'silence', 'captions'] as const
export const ClipSuggestionView = z.object({
  startSeconds: z.number(),
  endSeconds: z.number(),
  /** From what is said there, or from the video's title. */
  title: z.string(),
  /** 0 to 1, best first in the list. */
  score: z.number(),
  /** What its ends were chosen by. */
  signals: z.array(z.enum(SUGGESTION_SIGNALS)),
})
export type ClipSuggestionView = z.infer<typeof ClipSuggestionView>

/** `working`: the video is still being looked at; ask again. */
export const ClipSuggestionsView = z.object({
  state: z.enum(['working', 'ready', 'failed']),
  items: z.array(ClipSuggestionView),
})
export type ClipSuggestionsView = z.infer<typeof ClipSuggestionsView>

export const MAX_CUES = 20_000
export const Cue = z.strictObject({
  startSeconds: z.number().min(0).max(86_400),
  endSeconds: z.number().min(0).max(86_400),
  text: text({ min: 1, max: 1000 }),
})
export type Cue = z.infer<typeof Cue>

/** BCP 47, lower case: `en`, `pt-br`. */
export const CaptionLanguage = z
  .string()
  .regex(/^[a-z]{2,3}(-[a-z0-9]{2,8})*$/, 'is no language')
  .max(35)
export const CaptionParams = z.strictObject({ id: Id, language: CaptionLanguage })

/** Names one state of the captions; another each time they are saved. */
export const CaptionRevision = z.string().regex(/^[0-9a-f]{12}$/, 'is no revision')
export const DeleteCaptionsQuery = z.strictObject({ revision: CaptionRevision.optional() })

/** Either whole as WebVTT (up to 2 MB, W3C WebVTT), or cue by cue. */
export const PutCaptionsBody = z.strictObject({
  label: text({ min: 1, max: 80 }),
  /** What the editor was given; none where there are no captions yet. Another one is refused with 409. */
  revision: CaptionRevision.nullable().optional(),
  vtt: z.string().max(2_000_000).optional(),
  cues: z.array(Cue).max(MAX_CUES).optional(),
})
export type PutCaptionsBody = z.infer<typeof PutCaptionsBody>

export const CaptionTrackView = z.object({
  language: z.string(),
  label: z.string(),
  revision: z.string(),
  cues: z.array(z.object(Cue.shape)),
})
export type CaptionTrackView = z.infer<typeof CaptionTrackView>

/** Body of PUT /api/videos/:id/thumbnail: a moment of the video. */
export const ThumbnailBody = z.strictObject({ seconds: z.number().min(0).max(86_400) })
export const THUMBNAIL_MAX_BYTES = 10 * 1024 * 1024

export const MAX_BULK = 100
/** Body of PATCH /api/videos: the same change to each of them. */
export const BulkUpdateBody = z.strictObject({
  ids: z.array(Id).min(1).max(MAX_BULK),
  change: UpdateVideoBody.pick({ topic: true, visibility: true, isNsfw: true, isSensitive: true }),
})
export type BulkUpdateBody = z.infer<typeof BulkUpdateBody>
export const BulkDeleteBody = BulkUpdateBody.pick({ ids: true })
export const BulkView = z.object({
  items: z.array(VideoView),
  failed: z.array(z.object({ id: Id, message: z.string() })),
})
export type BulkView = z.infer<typeof BulkView>

export const BulkDeleteView = z.object({ deleted: z.array(Id), failed: BulkView.shape.failed })
export type BulkDeleteView = z.infer<typeof BulkDeleteView>

/** Views of videos in 28 days, and in the 28 before them. */
export const ReachQuery = z.strictObject({
  ids: z
    .string()
    .max(25 * MAX_BULK)
    .transform((ids) => ids.split(','))
    .pipe(z.array(Id).min(1).max(MAX_BULK)),
})
export const ReachView = z.object({
  items: z.array(z.object({ id: Id, views: z.number().int(), viewsBefore: z.number().int() })),
})
export type ReachView = z.infer<typeof ReachView>

export const AnalyticsQuery = z.strictObject({ days: z.coerce.number().int().min(1).max(365).default(28) })
export const AnalyticsView = z.object({
  viewCount: z.number().int(),
  secondsWatched: z.number(),
  /** Share of the item that a view sees on average, 0 to 1. */
  averageWatchedShare: z.number(),
  /** UTC days, oldest first, without gaps. */
  days: z.array(z.object({ day: z.iso.date(), views: z.number().int(), secondsWatched: z.number() })),
  /** For each second of the item: plays of it for each play of the item, 0 and up (above 1 where people go back). */
  watchThrough: z.array(z.number()),
  traffic: z.array(z.object({ source: TrafficSource, views: z.number().int() })),
  updatedAt: Timestamp.nullable(),
})
export type AnalyticsView = z.infer<typeof AnalyticsView>

/** Of everything somebody uploaded. */
export const AnalyticsOverview = AnalyticsView.pick({
  viewCount: true,
  secondsWatched: true,
  days: true,
  traffic: true,
}).extend({
  /** Most viewed first. */
  top: z.array(
    z.object({
      kind: z.enum(['video', 'clip']),
      id: Id,
      videoId: Id,
      title: z.string(),
      views: z.number().int(),
      secondsWatched: z.number(),
    }),
  ),
})
export type AnalyticsOverview = z.infer<typeof AnalyticsOverview>
