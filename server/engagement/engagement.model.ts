import mongoose, { Schema, type InferSchemaType, type Model } from 'mongoose'
import { ENGAGED_KINDS, ROW_KINDS, SLOTS, type Counters } from './targets.ts'

/**
 * What somebody feels about, has seen, saved or follows: one row for each slot of a person and a target, so that a like and a
 * dislike exclude each other by the unique index alone. Counters on the targets follow the rows (change-row.ts).
 */
const engagementSchema = new Schema(
  {
    userId: { type: Schema.Types.ObjectId, required: true },
    targetKind: { type: String, enum: ENGAGED_KINDS, required: true },
    targetId: { type: Schema.Types.ObjectId, required: true },
    slot: { type: String, enum: SLOTS, required: true },
    /** `none` is on its way out: the row goes once the counter has followed. */
    kind: { type: String, enum: ROW_KINDS, required: true },
    /** How much the row adds to its counter: 1, or as many views as counted. */
    times: { type: Number, default: 1 },
    /** Of the first, or of the last view that counted. */
    date: { type: Date, required: true },
    /** Present while the target's counters may not have followed yet; a process that died in between leaves it. */
    unsettledSince: Date,
    /** Names the last change of this row, for the target to know it by. */
    changeId: Schema.Types.ObjectId,
    /** What that change adds to the target's counters, by counter. */
    delta: { type: Schema.Types.Mixed, default: undefined },
  },
  { collection: 'engagements', strict: 'throw', versionKey: false },
)
engagementSchema.index({ targetId: 1, slot: 1, userId: 1 }, { unique: true })
// with the person at its end: who likes something is read from the index alone
engagementSchema.index({ targetId: 1, kind: 1, _id: -1, userId: 1 })
engagementSchema.index({ userId: 1, kind: 1, _id: -1 })
engagementSchema.index({ unsettledSince: 1 }, { sparse: true })
// what changed since somebody looked
engagementSchema.index({ date: 1, _id: 1 })

export type EngagementDocument = Omit<InferSchemaType<typeof engagementSchema>, 'delta'> & {
  _id: mongoose.Types.ObjectId
  delta?: Partial<Counters>
}
export const Engagement =
  (mongoose.models.Engagement as Model<EngagementDocument>) ??
  mongoose.model<EngagementDocument>('Engagement', engagementSchema)
