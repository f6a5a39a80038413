import { z } from 'zod'

// in a browser zod would try `new Function`, which the page's policy refuses; this must stand before the first schema
if ('document' in globalThis) z.config({ jitless: true })

/** MongoDB ObjectId as 24 lower-case hex digits. */
export const Id = z.string().regex(/^[0-9a-f]{24}$/, 'must be 24 hexadecimal digits')
export const Uuid = z.uuid()

/** ISO 8601 in UTC. */
export const Timestamp = z.iso.datetime()

export const IdParams = z.strictObject({ id: Id })

/** For routes that take none: anything after the question mark is refused. */
export const NoQuery = z.strictObject({})

export const PageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(24),
  /** Opaque; comes from the answer before. */
  cursor: z.string().max(200).optional(),
})
export type PageQuery = z.infer<typeof PageQuery>

/** A list as every list route answers it; `nextCursor` is null on the last page. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() })
}
export interface Page<Item> {
  items: Item[]
  nextCursor: string | null
}

export const ErrorBody = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    requestId: z.string(),
    details: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  }),
})
export type ErrorBody = z.infer<typeof ErrorBody>

/** C0 and C1 controls (line breaks and tabs apart) and the bidirectional overrides that disguise text. */
// eslint-disable-next-line no-control-regex
const FORBIDDEN_CHARACTERS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/

/** Free text from a person: trimmed, NFC, no control or bidirectional override characters. */
export function text(limits: { min?: number; max: number }) {
  return z
    .string()
    .max(limits.max * 4)
    .transform((value) => value.normalize('NFC').trim())
    .pipe(
      z
        .string()
        .min(limits.min ?? 0)
        .max(limits.max)
        .refine((value) => !FORBIDDEN_CHARACTERS.test(value), 'has characters that cannot be shown'),
    )
}
