import { Types } from 'mongoose'

const KINDS = { user: 1, topic: 2, video: 3, clip: 4, comment: 5, row: 6, other: 7 } as const
export type IdKind = keyof typeof KINDS

/** Two years before the day on which the seeded site stands, in seconds. */
const FIRST_SECOND = Math.floor(Date.UTC(2024, 10, 1) / 1000)
export const SPAN_SECONDS = 2 * 365 * 24 * 3600

/** The n-th of `total` things of a kind: as old as its place says, and the same in every run. */
export function idOf(kind: IdKind, index: number, total: number): Types.ObjectId {
  const bytes = Buffer.allocUnsafe(12)
  bytes.writeUInt32BE(FIRST_SECOND + Math.floor((Math.min(index, total) / total) * SPAN_SECONDS), 0)
  bytes.writeUInt32BE(KINDS[kind], 4)
  bytes.writeUInt32BE(index, 8)
  return new Types.ObjectId(bytes)
}

export function dateOf(index: number, total: number): Date {
  return new Date((FIRST_SECOND + Math.floor((Math.min(index, total) / total) * SPAN_SECONDS)) * 1000)
}

/** Also of people who never signed up: those whose rows are left behind when an account goes. */
export function userId(index: number): Types.ObjectId {
  const bytes = Buffer.alloc(12)
  bytes.writeUInt32BE(FIRST_SECOND, 0)
  bytes.writeUInt32BE(KINDS.user, 4)
  bytes.writeUInt32BE(index, 8)
  return new Types.ObjectId(bytes)
}

/** As `randomUUID` would be. */
export function uuidOf(index: number): string {
  return `00000000-0000-4000-8000-${index.toString(16).padStart(12, '0')}`
}
