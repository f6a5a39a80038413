import mongoose, { Schema, type Model } from 'mongoose'

export const SETTINGS_ID = 'recommendations'

/** One document, of what an administrator changed. */
export interface RecommendationSettingsDocument {
  _id: string
  /** As RecommendationSettings of shared/recommendations.ts; checked when it is read. */
  settings: unknown
  updatedAt: Date
}

const schema = new Schema<RecommendationSettingsDocument>(
  {
    _id: { type: String, required: true },
    settings: { type: Schema.Types.Mixed, required: true },
    updatedAt: { type: Date, required: true },
  },
  { collection: 'recommendation-settings', strict: 'throw', versionKey: false },
)

export const RecommendationSettingsRow =
  (mongoose.models.RecommendationSettings as Model<RecommendationSettingsDocument>) ??
  mongoose.model<RecommendationSettingsDocument>('RecommendationSettings', schema)
