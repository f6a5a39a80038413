import mongoose, { Schema, type InferSchemaType, type Model } from 'mongoose'
import { MASTERY_LEVELS } from '#shared/learning'
import type { Piece } from '../engagement/credit-watching.ts'

/** How well somebody knows a clip. */
const progressSchema = new Schema(
  {
    userId: { type: Schema.Types.ObjectId, required: true },
    clipId: { type: Schema.Types.ObjectId, required: true },
    videoId: { type: Schema.Types.ObjectId, required: true },
    topicId: { type: Schema.Types.ObjectId, default: null },
    level: { type: String, enum: MASTERY_LEVELS, required: true },
    /** Watched seconds of the clip as pieces [from, to) that neither touch nor overlap; at most 100. */
    watched: { type: [[Number]], default: [] },
    /** 0 to 1: how much of it the pieces cover. */
    share: { type: Number, default: 0 },
    answeredAt: Date,
    wasRight: Boolean,
    /** Seconds watched since the answer. */
    watchedSinceAnswer: { type: Number, default: 0 },
    updatedAt: { type: Date, required: true },
    /** Grows with each change, which expects the one it has read. */
    revision: { type: Number, default: 0 },
  },
  { collection: 'learning-progress', strict: 'throw', versionKey: false },
)
progressSchema.index({ userId: 1, clipId: 1 }, { unique: true })
progressSchema.index({ userId: 1, topicId: 1 })
progressSchema.index({ clipId: 1 })
progressSchema.index({ videoId: 1 })
progressSchema.index({ topicId: 1 })

export type ProgressDocument = Omit<InferSchemaType<typeof progressSchema>, 'watched'> & {
  _id: mongoose.Types.ObjectId
  watched: Piece[]
}
export const Progress =
  (mongoose.models.Progress as Model<ProgressDocument>) ??
  mongoose.model<ProgressDocument>('Progress', progressSchema)
