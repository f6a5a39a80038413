import mongoose, { Schema, type InferSchemaType, type Model } from 'mongoose'

/** Collection `recommendations`: what comes next for somebody, by combinedTopicName, `all` over all topics. */
const recommendationSchema = new Schema(
  {
    userId: { type: Schema.Types.ObjectId, required: true, unique: true },
    topicSequences: { type: Map, of: [Schema.Types.ObjectId], default: {} },
    updatedAt: { type: Date, default: null },
  },
  { collection: 'recommendations', strict: 'throw', versionKey: false },
)

export type RecommendationDocument = InferSchemaType<typeof recommendationSchema> & {
  _id: mongoose.Types.ObjectId
}
export const Recommendation =
  (mongoose.models.Recommendation as Model<RecommendationDocument>) ??
  mongoose.model<RecommendationDocument>('Recommendation', recommendationSchema)
