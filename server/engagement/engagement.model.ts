import mongoose, { Schema, type InferSchemaType, type Model } from 'mongoose'

/**
 * What somebody feels about, has seen or follows: one row for each slot of a person and a target, so that a like and a
 * dislike exclude each other by the unique index alone. Counters on the targets follow the rows.
 */
const engagementSchema = new Schema(
  {
    userId: { type: Schema.Types.ObjectId, required: true },
    targetKind: { type: String, enum: ['video', 'clip', 'comment', 'user'], required: true },
    targetId: { type: Schema.Types.ObjectId, required: true },
    /** `reaction` holds a like or a dislike. */
    slot: { type: String, enum: ['view', 'reaction', 'follow'], required: true },
    kind: { type: String, enum: ['view', 'like', 'dislike', 'follow'], required: true },
    /** Of the first, or of the last view that counted. */
    date: { type: Date, required: true },
    /** Present while the target's counter may not have followed yet; a process that died in between leaves it. */
    unsettledSince: Date,
    /** What the counter still holds of this row while it is unsettled: null for nothing. */
    countedAs: { type: String, default: undefined },
  },
  { collection: 'engagements', strict: 'throw', versionKey: false },
)
engagementSchema.index({ targetId: 1, slot: 1, userId: 1 }, { unique: true })
engagementSchema.index({ targetId: 1, kind: 1, _id: -1 })
engagementSchema.index({ userId: 1, kind: 1, _id: -1 })
engagementSchema.index({ unsettledSince: 1 }, { sparse: true })

export type EngagementDocument = InferSchemaType<typeof engagementSchema> & { _id: mongoose.Types.ObjectId }
export const Engagement =
  (mongoose.models.Engagement as Model<EngagementDocument>) ??
  mongoose.model<EngagementDocument>('Engagement', engagementSchema)
