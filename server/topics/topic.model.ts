import mongoose, { Schema, type InferSchemaType, type Model } from 'mongoose'
import { keepSearchWords } from '../search-index/keep-search-words.ts'

const topicSchema = new Schema(
  {
    combinedTopicName: { type: String, required: true, unique: true },
    topicName: { type: String, required: true },
    subTopicName: String,
    description: { type: String, default: '' },
    thumbnailURL: { type: String, default: '' },
    /** combinedTopicNames to know first. */
    prerequisites: { type: [String], default: [] },
  },
  { collection: 'topics', strict: 'throw' },
)
keepSearchWords(topicSchema, 'topic')

// a topic that goes is taken out of what names it
topicSchema.index({ prerequisites: 1 })

export type TopicDocument = InferSchemaType<typeof topicSchema> & { _id: mongoose.Types.ObjectId }
export const Topic =
  (mongoose.models.Topic as Model<TopicDocument>) ?? mongoose.model<TopicDocument>('Topic', topicSchema)
