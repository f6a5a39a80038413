import mongoose, { Schema, type Model, type Types } from 'mongoose'

/** Sums over plays, as of engine/day-tally.ts. They tell of nobody who watched. */
export interface TallyDocument {
  plays: number
  /** Plays of what stood in a queue. */
  recommended: number
  watch: number
  reward: number
  /** By code, `elsewhere` for what was found by other ways. */
  reasons: Record<string, { plays: number; reward: number }>
  /** Of the recommended ones, by name. */
  factors: Record<string, number>
  deltas: Record<string, number>
}

/** Collection `recommendation-reach`: whom an item reached on one UTC day, and why. Rewritten whole by the engine. */
export interface ReachDayDocument extends TallyDocument {
  _id: Types.ObjectId
  itemId: Types.ObjectId
  kind: 'clip' | 'video'
  videoId: Types.ObjectId
  /** `2026-11-22` */
  day: string
}

export const TALLY_FIELDS = {
  plays: { type: Number, required: true },
  recommended: { type: Number, required: true },
  watch: { type: Number, required: true },
  reward: { type: Number, required: true },
  reasons: { type: Schema.Types.Mixed, required: true },
  factors: { type: Schema.Types.Mixed, required: true },
  deltas: { type: Schema.Types.Mixed, required: true },
} as const

const schema = new Schema<ReachDayDocument>(
  {
    itemId: { type: Schema.Types.ObjectId, required: true },
    kind: { type: String, enum: ['clip', 'video'], required: true },
    videoId: { type: Schema.Types.ObjectId, required: true },
    day: { type: String, required: true },
    ...TALLY_FIELDS,
  },
  { collection: 'recommendation-reach', strict: 'throw', versionKey: false, minimize: false },
)
schema.index({ itemId: 1, day: 1 }, { unique: true })
schema.index({ videoId: 1, day: 1 })
schema.index({ day: 1 })

export const ReachDay =
  (mongoose.models.ReachDay as Model<ReachDayDocument>) ??
  mongoose.model<ReachDayDocument>('ReachDay', schema)
