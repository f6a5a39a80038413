import mongoose, { Schema, type Model } from 'mongoose'
import type { RecommendationSettings, ReplayResult, REPLAY_STATES } from '#shared/recommendations'

export const REPLAY_ID = 'latest'

/** One document: the replay of the log that was asked for last. */
export interface ReplayDocument {
  _id: string
  state: Exclude<(typeof REPLAY_STATES)[number], 'none'>
  progress: number
  settings: RecommendationSettings
  askedAt: Date
  endedAt: Date | null
  result: ReplayResult | null
}

const schema = new Schema<ReplayDocument>(
  {
    _id: { type: String, required: true },
    state: { type: String, required: true },
    progress: { type: Number, required: true },
    settings: { type: Schema.Types.Mixed, required: true },
    askedAt: { type: Date, required: true },
    endedAt: { type: Date, default: null },
    result: { type: Schema.Types.Mixed, default: null },
  },
  { collection: 'recommendation-replays', strict: 'throw', versionKey: false },
)

export const Replay =
  (mongoose.models.Replay as Model<ReplayDocument>) ?? mongoose.model<ReplayDocument>('Replay', schema)
