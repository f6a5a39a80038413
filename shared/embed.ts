import { z } from 'zod'
import { Id } from './common.ts'
import { MediaParams, MediaQuery } from './delivery.ts'
import { CaptionsView } from './videos.ts'

/** What the player page on another site shows: nothing of who looks, and addresses that need no cookie. */
export const EmbedView = z.object({
  kind: z.enum(['video', 'clip']),
  id: Id,
  title: z.string(),
  creator: z.string(),
  /** Seconds. */
  duration: z.number(),
  isNsfw: z.boolean(),
  isSensitive: z.boolean(),
  /** Below `/cdn/embeds/`, for about a day; null while no copy is on the server. */
  playlistURL: z.string().nullable(),
  posterURL: z.string().nullable(),
  storyboardURL: z.string().nullable(),
  captions: z.array(CaptionsView),
  /** Of a clip: its part of the video, in seconds into it. */
  stretch: z.object({ startSeconds: z.number(), endSeconds: z.number() }).nullable(),
})
export type EmbedView = z.infer<typeof EmbedView>

export const EmbedMediaParams = z.strictObject({
  /** As an embed's own addresses carry it. */
  ticket: z.string().regex(/^[\w.-]{1,200}$/, 'is no ticket'),
  file: MediaParams.shape.file,
})
export const EmbedMediaQuery = MediaQuery

const Pixels = z.coerce.number().int().min(1).max(10_000)

/** oEmbed 1.0, 2.2. `dnt` is what some consumers add; nothing is tracked in any case. */
export const OEmbedQuery = z.strictObject({
  url: z.string().min(1).max(2000),
  maxwidth: Pixels.optional(),
  maxheight: Pixels.optional(),
  format: z.literal('json').optional(),
  dnt: z.string().max(5).optional(),
})
export type OEmbedQuery = z.infer<typeof OEmbedQuery>

/** oEmbed 1.0, 2.3.4.2. */
export const OEmbedView = z.object({
  version: z.literal('1.0'),
  type: z.literal('video'),
  title: z.string(),
  author_name: z.string(),
  provider_name: z.string(),
  provider_url: z.string(),
  /** Seconds for which the answer may be kept. */
  cache_age: z.number().int(),
  html: z.string(),
  width: z.number().int(),
  height: z.number().int(),
})
export type OEmbedView = z.infer<typeof OEmbedView>
