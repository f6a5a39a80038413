import mongoose, { Schema, type Model, type Types } from 'mongoose'

/**
 * Collection `engine-calls`: somebody follows, blocks or prefers otherwise, or a video is not what it was. What says so
 * leaves no row of its own that could be polled. Gone once the engine has looked.
 */
export interface EngineCallDocument {
  _id: Types.ObjectId
  userId?: Types.ObjectId
  videoId?: Types.ObjectId
}

const schema = new Schema<EngineCallDocument>(
  { userId: Schema.Types.ObjectId, videoId: Schema.Types.ObjectId },
  { collection: 'engine-calls', strict: 'throw', versionKey: false },
)
schema.index({ userId: 1 }, { sparse: true })

export const EngineCall =
  (mongoose.models.EngineCall as Model<EngineCallDocument>) ??
  mongoose.model<EngineCallDocument>('EngineCall', schema)
