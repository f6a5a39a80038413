import mongoose, { Schema, type InferSchemaType, type Model } from 'mongoose'
import type { WatchEventDocument } from '../engagement/watch-event.model.ts'

/** How far somebody is with an item: a line of their history, and where they go on. */
const watchRecordSchema = new Schema(
  {
    userId: { type: Schema.Types.ObjectId, required: true },
    targetKind: { type: String, enum: ['video', 'clip'], required: true },
    targetId: { type: Schema.Types.ObjectId, required: true },
    videoId: { type: Schema.Types.ObjectId, required: true },
    /** Seconds into the target. */
    positionSeconds: { type: Number, default: 0 },
    /** Seconds into the video: one place to go on for it and its clips. */
    videoPositionSeconds: { type: Number, default: 0 },
    secondsWatched: { type: Number, default: 0 },
    isFinished: { type: Boolean, default: false },
    watchedAt: { type: Date, required: true },
    /** Of the last report that showed something; another after a pause is another play. */
    playedAt: Date,
    /** What the last report counted, for its rows in `watch-events` where they are missing (record-watching.ts). */
    lastEvents: { type: [Schema.Types.Mixed], default: undefined },
  },
  { collection: 'watch-records', strict: 'throw', versionKey: false },
)
watchRecordSchema.index({ userId: 1, targetId: 1 }, { unique: true })
watchRecordSchema.index({ userId: 1, watchedAt: -1, _id: -1 })
watchRecordSchema.index({ userId: 1, videoId: 1, watchedAt: -1 })
watchRecordSchema.index({ targetId: 1 })
watchRecordSchema.index({ videoId: 1 })

export type LastEvent = Omit<WatchEventDocument, '_id' | 'userId' | 'countBatch'>
export type WatchRecordDocument = Omit<InferSchemaType<typeof watchRecordSchema>, 'lastEvents'> & {
  _id: mongoose.Types.ObjectId
  lastEvents?: LastEvent[]
}
export const WatchRecord =
  (mongoose.models.WatchRecord as Model<WatchRecordDocument>) ??
  mongoose.model<WatchRecordDocument>('WatchRecord', watchRecordSchema)
