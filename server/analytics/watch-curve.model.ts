import mongoose, { Schema, type InferSchemaType, type Model } from 'mongoose'

/** Seconds of an item that one document counts, so that none grows with the length of a video. */
export const SECONDS_PER_CURVE = 600

/** How often each second of a stretch of an item was played, ever. It tells of nobody who watched. */
const watchCurveSchema = new Schema(
  {
    targetId: { type: Schema.Types.ObjectId, required: true },
    videoId: { type: Schema.Types.ObjectId, required: true },
    /** The stretch begins at `part * SECONDS_PER_CURVE`. */
    part: { type: Number, required: true },
    /** Times that playing began; with the first part alone. Of a video those of its clips too. */
    plays: { type: Number, default: 0 },
    /** Plays by second of the stretch: `{ "0": 12, "1": 11 }`. */
    seconds: { type: Schema.Types.Mixed, default: undefined },
    /** The last batches of reports that are in these figures (count-watching.ts). */
    batches: { type: [Schema.Types.ObjectId], default: undefined },
  },
  { collection: 'analytics-curves', strict: 'throw', versionKey: false },
)
watchCurveSchema.index({ targetId: 1, part: 1 }, { unique: true })
watchCurveSchema.index({ videoId: 1 })

export type WatchCurveDocument = Omit<InferSchemaType<typeof watchCurveSchema>, 'seconds'> & {
  _id: mongoose.Types.ObjectId
  seconds?: Record<string, number>
}
export const WatchCurve =
  (mongoose.models.WatchCurve as Model<WatchCurveDocument>) ??
  mongoose.model<WatchCurveDocument>('WatchCurve', watchCurveSchema)
