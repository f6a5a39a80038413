import mongoose, { Schema, type InferSchemaType, type Model } from 'mongoose'
import { TRAFFIC_SOURCES } from '#shared/engagement'

const sources = Object.fromEntries(TRAFFIC_SOURCES.map((source) => [source, Number]))

/** What happened to an item on one UTC day. It tells of nobody who watched. */
const dayCountSchema = new Schema(
  {
    targetKind: { type: String, enum: ['video', 'clip'], required: true },
    targetId: { type: Schema.Types.ObjectId, required: true },
    videoId: { type: Schema.Types.ObjectId, required: true },
    /** Of the video. */
    uploader: { type: Schema.Types.ObjectId, required: true },
    /** `2026-11-22` */
    day: { type: String, required: true },
    views: { type: Number, default: 0 },
    /** Times that somebody with an account began to play it, and how long they did. */
    plays: { type: Number, default: 0 },
    secondsWatched: { type: Number, default: 0 },
    /** Views by where their viewers came from. */
    traffic: { type: new Schema(sources, { _id: false }), default: undefined },
    /** The last batches of reports that are in these figures (count-watching.ts). */
    batches: { type: [Schema.Types.ObjectId], default: undefined },
    updatedAt: { type: Date, required: true },
  },
  { collection: 'analytics-days', strict: 'throw', versionKey: false },
)
dayCountSchema.index({ targetId: 1, day: 1 }, { unique: true })
dayCountSchema.index({ uploader: 1, day: 1 })
dayCountSchema.index({ videoId: 1 })

export type DayCountDocument = InferSchemaType<typeof dayCountSchema> & { _id: mongoose.Types.ObjectId }
export const DayCount =
  (mongoose.models.DayCount as Model<DayCountDocument>) ??
  mongoose.model<DayCountDocument>('DayCount', dayCountSchema)
