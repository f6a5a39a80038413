import mongoose, { Schema, type InferSchemaType, type Model } from 'mongoose'
import { RELATIONSHIP_STATUSES } from '#shared/relationships'

/** Collection `relationships`: one row for each ordered pair, from the one who asked or blocked. */
const relationshipSchema = new Schema(
  {
    fromUserID: { type: Schema.Types.ObjectId, required: true },
    toUserID: { type: Schema.Types.ObjectId, required: true },
    status: { type: String, enum: RELATIONSHIP_STATUSES, required: true },
    initiatedDate: { type: Date, required: true },
    updatedDate: { type: Date, required: true },
    /** Of a declined request: its asker took it back, and is not to reach the other again so soon. */
    isWithdrawn: { type: Boolean, default: false },
    /** Present while the other row and the follows between the two may not have followed yet. */
    unsettledSince: Date,
  },
  { collection: 'relationships', strict: 'throw', versionKey: false },
)
relationshipSchema.index({ fromUserID: 1, toUserID: 1 }, { unique: true })
relationshipSchema.index({ fromUserID: 1, status: 1, _id: -1 })
relationshipSchema.index({ toUserID: 1, status: 1, _id: -1 })
relationshipSchema.index({ unsettledSince: 1 }, { sparse: true })

export type RelationshipDocument = InferSchemaType<typeof relationshipSchema> & {
  _id: mongoose.Types.ObjectId
}
export const Relationship =
  (mongoose.models.Relationship as Model<RelationshipDocument>) ??
  mongoose.model<RelationshipDocument>('Relationship', relationshipSchema)
