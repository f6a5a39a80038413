import { z } from 'zod'
import { Id, Uuid } from './common.ts'

export const MediaParams = z.strictObject({
  uuid: Uuid,
  /** `master.m3u8`, a rendition's playlist, `pack`, or a piece of artwork. */
  file: z.string().regex(/^[\w.-]{1,100}$/, 'has characters that no media file has'),
})

export const MediaQuery = z.strictObject({
  /** Revision of the pack, as playlists name it. */
  r: z.coerce.number().int().min(1).max(1_000_000).optional(),
  /** Part of a pack that grew while it was first encoded. */
  part: z.coerce.number().int().min(0).max(100_000).optional(),
  /** Of captions, as the video names it. */
  language: z.string().max(35).optional(),
  /** Of artwork that can be changed: another one has another address. */
  v: z
    .string()
    .regex(/^[0-9a-f]{12}$/)
    .optional(),
})

export const PictureParams = z.strictObject({
  name: z.string().regex(/^[0-9a-f-]{36}\.webp$/, 'is no picture'),
})

export const ClipMediaParams = z.strictObject({ id: Id, file: MediaParams.shape.file })

export const ClipMediaQuery = MediaQuery.omit({ part: true }).extend({
  /** Moment of the picture in milliseconds: says only that another picture has another address. */
  at: z.coerce.number().int().min(0).max(86_400_000).optional(),
})
