import { z } from 'zod'
import { Timestamp } from './common.ts'

/** Uploaded files go into an export up to here, all together; more are had one by one. */
export const EXPORT_MAX_VIDEO_BYTES = 10 * 1024 ** 3
export const EXPORT_KEPT_DAYS = 7

export const StartDataExportBody = z.strictObject({
  /** The files as they were uploaded, too. */
  includesVideos: z.boolean().default(false),
})
export type StartDataExportBody = z.infer<typeof StartDataExportBody>

export const DATA_EXPORT_STATES = ['waiting', 'working', 'done', 'failed'] as const

/** The newest export of somebody's data; `none` where there is none, or none any more. */
export const DataExportView = z.object({
  state: z.enum(['none', ...DATA_EXPORT_STATES]),
  /** 0 to 1. */
  progress: z.number(),
  includesVideos: z.boolean(),
  createdAt: Timestamp.nullable(),
  sizeBytes: z.number().int().nullable(),
  /** Until when the file is kept. */
  expiresAt: Timestamp.nullable(),
  /** Where the file is, once it is done. */
  downloadURL: z.string().nullable(),
  reason: z.string().optional(),
})
export type DataExportView = z.infer<typeof DataExportView>
