import mongoose, { Schema, type Model } from 'mongoose'

export const SETTINGS_ID = 'tiers'

/** One document, of what an administrator changed. */
export interface TierSettingsDocument {
  _id: string
  /** As TierSettings of shared/tiers.ts; checked when it is read. */
  settings: unknown
  updatedAt: Date
}

const schema = new Schema<TierSettingsDocument>(
  {
    _id: { type: String, required: true },
    settings: { type: Schema.Types.Mixed, required: true },
    updatedAt: { type: Date, required: true },
  },
  { collection: 'tier-settings', strict: 'throw', versionKey: false },
)

export const TierSettingsRow =
  (mongoose.models.TierSettings as Model<TierSettingsDocument>) ??
  mongoose.model<TierSettingsDocument>('TierSettings', schema)
