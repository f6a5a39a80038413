import mongoose, { Schema, type InferSchemaType, type Model } from 'mongoose'

/** A video or clip that somebody sent to a connection. */
const shareSchema = new Schema(
  {
    fromUserId: { type: Schema.Types.ObjectId, required: true },
    toUserId: { type: Schema.Types.ObjectId, required: true },
    videoId: { type: Schema.Types.ObjectId, required: true },
    clipId: { type: Schema.Types.ObjectId, default: null },
    message: { type: String, default: '' },
    date: { type: Date, required: true },
  },
  { collection: 'shares', strict: 'throw', versionKey: false },
)
shareSchema.index({ toUserId: 1, _id: -1 })
shareSchema.index({ fromUserId: 1, toUserId: 1, videoId: 1, clipId: 1 }, { unique: true })
shareSchema.index({ videoId: 1 })
shareSchema.index({ clipId: 1 })

export type ShareDocument = InferSchemaType<typeof shareSchema> & { _id: mongoose.Types.ObjectId }
export const Share =
  (mongoose.models.Share as Model<ShareDocument>) ?? mongoose.model<ShareDocument>('Share', shareSchema)
