import mongoose, { Schema, type Model } from 'mongoose'
import type { TierSize } from '#shared/tiers'
import { STORAGE_STAGES, type StorageStage } from '#shared/videos'

/** What lay in each tier at one time; once an hour, for a year. */
export interface TierSampleDocument {
  _id: mongoose.Types.ObjectId
  at: Date
  tiers: Record<StorageStage, TierSize>
  archiveBytes: number
  collections: number
  /** On the bar below which videos sink, from then on (relive-pressure.ts). */
  pressure: number
}

const size = { count: { type: Number, required: true }, bytes: { type: Number, required: true } }
const tiers = Object.fromEntries(
  Object.keys(STORAGE_STAGES).map((stage) => [stage, new Schema(size, { _id: false })]),
)
const schema = new Schema<TierSampleDocument>(
  {
    at: { type: Date, required: true },
    tiers: { type: new Schema(tiers, { _id: false }), required: true },
    archiveBytes: { type: Number, required: true },
    collections: { type: Number, required: true },
    pressure: { type: Number, required: true },
  },
  { collection: 'tier-samples', strict: 'throw', versionKey: false },
)
schema.index({ at: -1 })

export const TierSample =
  (mongoose.models.TierSample as Model<TierSampleDocument>) ??
  mongoose.model<TierSampleDocument>('TierSample', schema)
