import mongoose, { Schema, type InferSchemaType, type Model } from 'mongoose'

/** What a player reported, as the recommendations learn from it. Kept for a bounded time. */
const watchEventSchema = new Schema(
  {
    /** Made by the client, and unique for its user: a batch that comes twice counts once. */
    eventId: { type: String, required: true },
    userId: { type: Schema.Types.ObjectId, required: true },
    targetKind: { type: String, enum: ['video', 'clip'], required: true },
    targetId: { type: Schema.Types.ObjectId, required: true },
    videoId: { type: Schema.Types.ObjectId, required: true },
    topicId: { type: Schema.Types.ObjectId, default: null },
    /** Seconds into the target. */
    positionSeconds: { type: Number, required: true },
    secondsWatched: { type: Number, required: true },
    isSkip: { type: Boolean, default: false },
    isEnd: { type: Boolean, default: false },
    date: { type: Date, required: true },
    /** Until the creator's figures have it (analytics/count-watching.ts), then its batch while they are written. */
    uncountedSince: Date,
    countBatch: Schema.Types.ObjectId,
    /** For these figures, and gone with them: what was shown, from one second of the item to another. */
    piece: { type: [Number], default: undefined },
    /** The first of a play. */
    isStart: Boolean,
    /** Of a clip: where it began in its video. */
    startSeconds: Number,
  },
  { collection: 'watch-events', strict: 'throw', versionKey: false },
)
watchEventSchema.index({ userId: 1, eventId: 1 }, { unique: true })
watchEventSchema.index({ userId: 1, date: -1 })
watchEventSchema.index({ userId: 1, targetId: 1 })
watchEventSchema.index({ targetId: 1, date: -1 })
watchEventSchema.index({ videoId: 1 })
watchEventSchema.index({ date: 1 })
watchEventSchema.index({ uncountedSince: 1 }, { sparse: true })
watchEventSchema.index({ countBatch: 1 }, { sparse: true })

export type WatchEventDocument = InferSchemaType<typeof watchEventSchema> & { _id: mongoose.Types.ObjectId }
export const WatchEvent =
  (mongoose.models.WatchEvent as Model<WatchEventDocument>) ??
  mongoose.model<WatchEventDocument>('WatchEvent', watchEventSchema)
