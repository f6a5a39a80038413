import mongoose, { Schema, type Model, type Types } from 'mongoose'

/** What people get of whom nothing is known yet: one row for each sequence, made from what others liked. */
export interface StartingQueueDocument {
  /** combinedTopicName, `all` over all topics. */
  _id: string
  items: Types.ObjectId[]
  /** Why each is there, at the same place (packed-reason.ts). */
  reasons: string[]
  builtAt: Date
}

const schema = new Schema<StartingQueueDocument>(
  {
    _id: { type: String, required: true },
    items: { type: [Schema.Types.ObjectId], required: true },
    reasons: { type: [String], required: true },
    builtAt: { type: Date, required: true },
  },
  { collection: 'starting-queues', strict: 'throw', versionKey: false },
)

export const StartingQueue =
  (mongoose.models.StartingQueue as Model<StartingQueueDocument>) ??
  mongoose.model<StartingQueueDocument>('StartingQueue', schema)
