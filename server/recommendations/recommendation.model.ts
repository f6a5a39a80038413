import mongoose, { Schema, type InferSchemaType, type Model } from 'mongoose'

/** Collection `recommendations`: what comes next for somebody, by combinedTopicName, `all` over all topics. */
const recommendationSchema = new Schema(
  {
    userId: { type: Schema.Types.ObjectId, required: true, unique: true },
    topicSequences: { type: Map, of: [Schema.Types.ObjectId], default: {} },
    updatedAt: { type: Date, default: null },
    /** Why each item of a sequence is there, at the same place (packed-reason.ts). */
    reasons: { type: Map, of: [String], default: undefined },
    /** Grows with each change: who writes names the one that they read. */
    version: { type: Number, default: 0 },
    /** When the engine last looked at it; absent in what its owner put there. */
    builtAt: Date,
    /** Put there by its owner: the engine takes over once nothing of it is left. */
    isOwn: { type: Boolean, default: undefined },
  },
  { collection: 'recommendations', strict: 'throw', versionKey: false },
)

// of whom nothing is heard any more
recommendationSchema.index({ builtAt: 1 }, { sparse: true })

export type RecommendationDocument = InferSchemaType<typeof recommendationSchema> & {
  _id: mongoose.Types.ObjectId
}
export const Recommendation =
  (mongoose.models.Recommendation as Model<RecommendationDocument>) ??
  mongoose.model<RecommendationDocument>('Recommendation', recommendationSchema)
