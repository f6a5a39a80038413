import mongoose, { Schema, type Model } from 'mongoose'
import { TIER_REASONS, type TierReason } from '#shared/storage'
import { STORAGE_STAGES, type StorageStage } from '#shared/videos'

export const MOVE_STATES = ['open', 'done', 'failed'] as const

/** The journal: written before the first byte of a move, closed after the last; what is open is finished or undone. */
export interface TierMoveDocument {
  _id: mongoose.Types.ObjectId
  /** Of a whole collection: null. */
  videoId: mongoose.Types.ObjectId | null
  collectionId: mongoose.Types.ObjectId | null
  from: StorageStage
  to: StorageStage
  reason: TierReason
  /** Null for a move by the rules. */
  byUserId: mongoose.Types.ObjectId | null
  state: (typeof MOVE_STATES)[number]
  bytes: number
  /** 0 to 1. */
  progress: number
  startedAt: Date
  finishedAt: Date | null
  /** Plain words. */
  error: string | null
}

const stage = { type: String, enum: Object.keys(STORAGE_STAGES), required: true } as const
const schema = new Schema<TierMoveDocument>(
  {
    videoId: { type: Schema.Types.ObjectId, default: null },
    collectionId: { type: Schema.Types.ObjectId, default: null },
    from: stage,
    to: stage,
    reason: { type: String, enum: TIER_REASONS, required: true },
    byUserId: { type: Schema.Types.ObjectId, default: null },
    state: { type: String, enum: MOVE_STATES, required: true },
    bytes: { type: Number, default: 0 },
    progress: { type: Number, default: 0 },
    startedAt: { type: Date, required: true },
    finishedAt: { type: Date, default: null },
    error: { type: String, default: null },
  },
  { collection: 'tier-moves', strict: 'throw', versionKey: false },
)
schema.index({ state: 1, _id: -1 })
schema.index({ videoId: 1, _id: -1 })
schema.index({ collectionId: 1, state: 1 })
schema.index({ byUserId: 1 }, { sparse: true })
/** One mover at a time has a video in hand. */
schema.index(
  { videoId: 1 },
  {
    name: 'one_open_move',
    unique: true,
    partialFilterExpression: { state: 'open', videoId: { $type: 'objectId' } },
  },
)

export const TierMove =
  (mongoose.models.TierMove as Model<TierMoveDocument>) ??
  mongoose.model<TierMoveDocument>('TierMove', schema)
