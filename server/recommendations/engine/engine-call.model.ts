import mongoose, { Schema, type Model, type Types } from 'mongoose'

/**
 * Collection `engine-calls`: somebody follows, blocks or prefers otherwise, or a video is not what it was. What says so
 * leaves no row of its own that could be polled. Gone once the engine has looked.
 */
export interface EngineCallDocument {
  _id: Types.ObjectId
  userId?: Types.ObjectId
  videoId?: Types.ObjectId
  calledAt: Date
}

/** Where no engine runs nobody takes them; one that begins looks at everything by itself. */
const KEPT_SECONDS = 24 * 3600

const schema = new Schema<EngineCallDocument>(
  {
    userId: Schema.Types.ObjectId,
    videoId: Schema.Types.ObjectId,
    calledAt: { type: Date, required: true, default: () => new Date() },
  },
  { collection: 'engine-calls', strict: 'throw', versionKey: false },
)
schema.index({ userId: 1 }, { sparse: true })
schema.index({ calledAt: 1 }, { expireAfterSeconds: KEPT_SECONDS })

export const EngineCall =
  (mongoose.models.EngineCall as Model<EngineCallDocument>) ??
  mongoose.model<EngineCallDocument>('EngineCall', schema)
