import mongoose, { Schema, type Model } from 'mongoose'

export interface EngineLeaseDocument {
  _id: string
  holder: string
  until: Date
}

/** Which process holds the engine: one at a time. */
const schema = new Schema<EngineLeaseDocument>(
  {
    _id: { type: String, required: true },
    holder: { type: String, required: true },
    until: { type: Date, required: true },
  },
  { collection: 'engine-leases', strict: 'throw', versionKey: false },
)

export const EngineLease =
  (mongoose.models.EngineLease as Model<EngineLeaseDocument>) ??
  mongoose.model<EngineLeaseDocument>('EngineLease', schema)
