import { z } from 'zod'
import { Id, PageQuery, pageOf } from './common.ts'
import { CombinedTopicName } from './topics.ts'
import { VideoDescription, VideoTitle, Visibility } from './videos.ts'

export const UPLOAD_STATES = ['receiving', 'finishing', 'done', 'failed', 'expired'] as const
const UploadState = z.enum(UPLOAD_STATES)

/** The last segment of a tus Location. */
export const UploadId = z.string().regex(/^[0-9a-f]{32}$/)
/** Any text: what is no id is nobody's upload, and answers 404 like a missing one. */
export const UploadParams = z.strictObject({ id: z.string().max(500) })

/** How long an upload may rest before it is removed. */
export const UPLOAD_EXPIRES_HOURS = 48

/** gzip below this share of the size is sent compressed; anything else goes as it is. */
export const COMPRESSION_WORTH_IT = 0.95

export const MEDIA_EXTENSIONS = [
  'mp4', 'm4v', 'mov', 'mkv', 'webm', 'avi', 'ts', 'm2ts', 'mts', 'mpg', 'mpeg', 'ogv', 'ogg', 'flv', 'wmv', 'asf', '3gp', '3g2', 'y4m',
] as const // prettier-ignore

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/)

/** Upload-Metadata after base64 decoding. `encoding` and what goes with it: the client compressed before sending. */
export const UploadMetadata = z
  .strictObject({
    filename: z.string().min(1).max(255),
    filetype: z.string().max(127).optional(),
    title: VideoTitle.optional(),
    description: VideoDescription.optional(),
    topic: CombinedTopicName.optional(),
    visibility: Visibility.default('public'),
    encoding: z.enum(['gzip']).optional(),
    originalSizeBytes: z.coerce.number().int().positive().optional(),
    originalSha256: Sha256.optional(),
  })
  .refine((meta) => !meta.encoding || (meta.originalSizeBytes && meta.originalSha256), {
    message: 'a compressed upload names the size and SHA-256 of the original',
    path: ['encoding'],
  })
export type UploadMetadata = z.infer<typeof UploadMetadata>

export const PreflightBody = z.strictObject({
  filename: z.string().min(1).max(255),
  sizeBytes: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
  filetype: z.string().max(127).optional(),
})
export type PreflightBody = z.infer<typeof PreflightBody>

export const PREFLIGHT_REFUSALS = [
  'empty',
  'too_large',
  'type_unsupported',
  'quota_exceeded',
  'disk_full',
] as const
export const PreflightView = z.object({
  ok: z.boolean(),
  reason: z.enum(PREFLIGHT_REFUSALS).optional(),
  /** What happened and what to do next. */
  message: z.string().optional(),
  maxBytes: z.number().int(),
})
export type PreflightView = z.infer<typeof PreflightView>

/** Title and the rest may be typed while bytes travel; they are kept with the upload. */
export const UpdateUploadBody = z.strictObject({
  title: VideoTitle.optional(),
  description: VideoDescription.optional(),
  topic: CombinedTopicName.nullable().optional(),
  visibility: Visibility.optional(),
})
export type UpdateUploadBody = z.infer<typeof UpdateUploadBody>

export const UploadView = z.object({
  id: z.string(),
  filename: z.string(),
  /** What travels. */
  sizeBytes: z.number().int(),
  /** Of the file before it was compressed for the way; null when it was not. */
  originalSizeBytes: z.number().int().nullable(),
  offsetBytes: z.number().int(),
  state: UploadState,
  videoId: Id.nullable(),
  title: z.string(),
  description: z.string(),
  topic: z.string().nullable(),
  visibility: Visibility,
  createdAt: z.iso.datetime(),
  reason: z.string().optional(),
})
export type UploadView = z.infer<typeof UploadView>
export const UploadPage = pageOf(UploadView)
export const ListUploadsQuery = PageQuery
