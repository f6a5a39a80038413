import mongoose, { Schema, type Model } from 'mongoose'
import type { ColdRef } from '../adapters/cold-store/port.ts'

/**
 * `writing` until its bytes are verified in the object store; `sealed` is ARCHIVE; `pushing` while it is copied to the
 * cold store; `expiring` lies there alone; `gone` once its time is over
 * or nothing in it is alive. The one way back is from `pushing`, when the cold store does not take it.
 */
export const COLLECTION_STATES = ['writing', 'sealed', 'pushing', 'expiring', 'gone'] as const
export type CollectionState = (typeof COLLECTION_STATES)[number]

/** Many videos in one object that never changes once it is sealed. */
export interface CollectionDocument {
  _id: mongoose.Types.ObjectId
  /** As in `collection-<n>.vgz`. */
  number: number
  state: CollectionState
  objectKey: string
  /** What it takes; before it is sealed, the most that it can take: both count against the cap. */
  sizeBytes: number
  sha256: string | null
  memberCount: number
  /** Of members that are not dead. */
  liveBytes: number
  cold: ColdRef | null
  createdAt: Date
  sealedAt: Date | null
  expiringAt: Date | null
  copyDueAt: Date | null
  /** Not before the creators had their copies for as long as `copyDueAt` to here was meant to be. */
  expiresAt: Date | null
  goneAt: Date | null
  /** What must follow a change of its state was done: videos know where they lie, and the copy before is removed. */
  isSettled: boolean
  /** One in the cold store that this is written instead of, without what was deleted; its deadlines are those of that. */
  replacesId: mongoose.Types.ObjectId | null
  /** The cold store cannot take back what it was given: that copy stays there. */
  isColdLeft: boolean
}

const schema = new Schema<CollectionDocument>(
  {
    number: { type: Number, required: true, unique: true },
    state: { type: String, enum: COLLECTION_STATES, required: true },
    objectKey: { type: String, required: true },
    sizeBytes: { type: Number, required: true },
    sha256: { type: String, default: null },
    memberCount: { type: Number, default: 0 },
    liveBytes: { type: Number, default: 0 },
    cold: { type: Schema.Types.Mixed, default: null },
    createdAt: { type: Date, required: true },
    sealedAt: { type: Date, default: null },
    expiringAt: { type: Date, default: null },
    copyDueAt: { type: Date, default: null },
    expiresAt: { type: Date, default: null },
    goneAt: { type: Date, default: null },
    isSettled: { type: Boolean, default: false },
    replacesId: { type: Schema.Types.ObjectId, default: null },
    isColdLeft: { type: Boolean, default: false },
  },
  { collection: 'collections', strict: 'throw', versionKey: false },
)
schema.index({ state: 1, expiresAt: 1 })
schema.index({ state: 1, copyDueAt: 1 })
schema.index({ state: 1, liveBytes: 1 })
schema.index({ isSettled: 1, number: 1 })
schema.index({ 'cold.uri': 1 }, { sparse: true })

export const Collection =
  (mongoose.models.Collection as Model<CollectionDocument>) ??
  mongoose.model<CollectionDocument>('Collection', schema)
