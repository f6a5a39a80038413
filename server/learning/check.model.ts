import mongoose, { Schema, type InferSchemaType, type Model } from 'mongoose'

/** The one question after a clip. */
const checkSchema = new Schema(
  {
    clipId: { type: Schema.Types.ObjectId, required: true, unique: true },
    videoId: { type: Schema.Types.ObjectId, required: true },
    question: { type: String, required: true },
    choices: { type: [String], required: true },
    answer: { type: Number, required: true },
    explanation: { type: String, default: '' },
  },
  { collection: 'checks', strict: 'throw', versionKey: false },
)
checkSchema.index({ videoId: 1 })

export type CheckDocument = InferSchemaType<typeof checkSchema> & { _id: mongoose.Types.ObjectId }
export const Check =
  (mongoose.models.Check as Model<CheckDocument>) ?? mongoose.model<CheckDocument>('Check', checkSchema)
