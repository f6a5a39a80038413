import mongoose, { Schema, type InferSchemaType, type Model } from 'mongoose'

/**
 * The words that can be found, by kind of thing. `uses` only grows and may count a thing twice: it orders and plans,
 * it answers nothing.
 */
const vocabularySchema = new Schema(
  {
    /** `video:bees` */
    _id: { type: String, required: true },
    uses: { type: Number, default: 0 },
    /** `video:b`, `video:be`, ...: what somebody typing the word has typed so far. */
    beginnings: { type: [String], required: true },
  },
  { collection: 'search-vocabulary', strict: 'throw', versionKey: false },
)
vocabularySchema.index({ beginnings: 1, uses: -1 })

export type VocabularyDocument = InferSchemaType<typeof vocabularySchema> & { _id: string }
export const Vocabulary =
  (mongoose.models.Vocabulary as Model<VocabularyDocument>) ??
  mongoose.model<VocabularyDocument>('Vocabulary', vocabularySchema)
