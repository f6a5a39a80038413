import mongoose, { Schema, type Model } from 'mongoose'

/** What one creator is told of a collection that expires. A collection never goes before each of these is sent. */
export interface CreatorCopyDocument {
  _id: mongoose.Types.ObjectId
  collectionId: mongoose.Types.ObjectId
  creatorId: mongoose.Types.ObjectId
  /** In the app, and handed to the mailer. */
  sentAt: Date | null
  mailedAt: Date | null
  /** When they first fetched a copy. */
  fetchedAt: Date | null
}

const schema = new Schema<CreatorCopyDocument>(
  {
    collectionId: { type: Schema.Types.ObjectId, required: true },
    creatorId: { type: Schema.Types.ObjectId, required: true },
    sentAt: { type: Date, default: null },
    mailedAt: { type: Date, default: null },
    fetchedAt: { type: Date, default: null },
  },
  { collection: 'creator-copies', strict: 'throw', versionKey: false },
)
schema.index({ collectionId: 1, creatorId: 1 }, { unique: true })
schema.index({ creatorId: 1, _id: -1 })

export const CreatorCopy =
  (mongoose.models.CreatorCopy as Model<CreatorCopyDocument>) ??
  mongoose.model<CreatorCopyDocument>('CreatorCopy', schema)
