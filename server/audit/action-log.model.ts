import mongoose, { Schema, type InferSchemaType, type Model } from 'mongoose'
import { ACTIONS } from '#shared/audit'

/**
 * Collection `action_logs`: who did what, when. The first five fields are those of the data model, under their names
 * there; the rest chains the entries together (`action-chain.ts`).
 */
const actionLogSchema = new Schema(
  {
    /** Id of the user; `guest:<session>` or `system` where nobody is signed in. */
    user_cc: { type: String, required: true },
    user_name: { type: String, required: true },
    action: { type: String, enum: ACTIONS, required: true },
    /** `seq` of the newest entry that was read; only for ACCESS_LOGS. */
    log_accessed: { type: Number, default: null },
    timestamp: { type: Date, required: true },
    /** 1 for the first entry, no gaps. */
    seq: { type: Number, required: true, unique: true },
    /** `video:65f...`, `session:...`: what it was done to. */
    target: { type: String, default: null },
    /** What became different, or what was asked for. */
    changes: { type: Schema.Types.Mixed, default: null },
    reason: { type: String, default: null },
    previous_hash: { type: String, required: true },
    hash: { type: String, required: true },
  },
  { collection: 'action_logs', strict: 'throw', versionKey: false, minimize: false },
)
actionLogSchema.index({ user_cc: 1, seq: -1 })

const CHANGES = [
  'updateOne',
  'updateMany',
  'replaceOne',
  'findOneAndUpdate',
  'findOneAndReplace',
  'findOneAndDelete',
  'deleteOne',
  'deleteMany',
  'bulkWrite',
] as const
for (const change of CHANGES) actionLogSchema.pre(change as 'updateOne', refuseChange)
actionLogSchema.pre('save', function () {
  if (!this.isNew) refuseChange()
})

function refuseChange(): never {
  throw new TypeError('action_logs is append only')
}

export type ActionLogDocument = InferSchemaType<typeof actionLogSchema> & { _id: mongoose.Types.ObjectId }
export const ActionLog =
  (mongoose.models.ActionLog as Model<ActionLogDocument>) ??
  mongoose.model<ActionLogDocument>('ActionLog', actionLogSchema)
