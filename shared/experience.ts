import { z } from 'zod'
import { Id } from './common.ts'
import { TargetKind } from './engagement.ts'

export const SURFACES = ['feed', 'watch', 'clip'] as const
export const CONNECTIONS = ['fast', '4g', '3g', '2g', 'unknown'] as const

/** How one item was to play, told when it is left (W3C Media Capabilities and CTA-2066 name these figures). */
export const ExperienceEvent = z.strictObject({
  id: z.uuid(),
  surface: z.enum(SURFACES),
  item: z.strictObject({ kind: TargetKind.exclude(['comment']), id: Id }),
  /** From the wish (swipe, press, page) to the first picture; null when none came. */
  firstFrameMs: z.number().min(0).max(600_000).nullable(),
  /** Its bytes were there before it was asked for. */
  wasReady: z.boolean(),
  rebufferCount: z.number().int().min(0).max(10_000),
  rebufferMs: z.number().min(0).max(86_400_000),
  playedSeconds: z.number().min(0).max(86_400),
  /** Media bytes that came, and those of them that were shown. */
  fetchedBytes: z.number().int().min(0).max(1e12),
  shownBytes: z.number().int().min(0).max(1e12),
  droppedFrames: z.number().int().min(0).max(1e9),
  totalFrames: z.number().int().min(0).max(1e9),
  /** Short side of the picture at the end, in pixels; 0 when none came. */
  height: z.number().int().min(0).max(10_000),
  connection: z.enum(CONNECTIONS),
  hasFailed: z.boolean(),
})
export type ExperienceEvent = z.infer<typeof ExperienceEvent>

/** Body of POST /api/experience, by sendBeacon. */
export const ExperienceBody = z.strictObject({ events: z.array(ExperienceEvent).min(1).max(50) })
export type ExperienceBody = z.infer<typeof ExperienceBody>

const Quantiles = z.object({
  p50: z.number().nullable(),
  p75: z.number().nullable(),
  p95: z.number().nullable(),
})

export const ExperienceFigures = z.object({
  plays: z.number().int(),
  firstFrameMs: Quantiles,
  /** Share of the played time, 0 to 1. */
  rebufferShare: z.number(),
  /** Bytes that came and were never shown, 0 to 1. */
  wastedShare: z.number(),
  droppedFrameShare: z.number(),
  failedShare: z.number(),
})
export type ExperienceFigures = z.infer<typeof ExperienceFigures>

export const ExperienceQuery = z.strictObject({
  hours: z.coerce
    .number()
    .int()
    .min(1)
    .max(24 * 30)
    .default(24),
})

/** For admins: over the whole time asked for, by surface and connection, and hour by hour (UTC). */
export const ExperienceView = z.object({
  overall: ExperienceFigures,
  bySurface: z.array(ExperienceFigures.extend({ surface: z.enum(SURFACES) })),
  byConnection: z.array(ExperienceFigures.extend({ connection: z.enum(CONNECTIONS) })),
  hours: z.array(ExperienceFigures.extend({ from: z.iso.datetime() })),
})
export type ExperienceView = z.infer<typeof ExperienceView>
