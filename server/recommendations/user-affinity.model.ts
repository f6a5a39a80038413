import mongoose, { Schema, type InferSchemaType, type Model } from 'mongoose'

/** Collection `user-affinities`: how much somebody cares for each topic, -1 to 1, by topic id. */
const userAffinitySchema = new Schema(
  {
    userId: { type: Schema.Types.ObjectId, required: true, unique: true },
    affinities: { type: Map, of: Number, default: {} },
    /** Topic ids that their owner put first, or wants nothing of. */
    pinned: { type: [Schema.Types.ObjectId], default: [] },
    muted: { type: [Schema.Types.ObjectId], default: [] },
    /** When what was learnt of a topic was to be forgotten, by topic id. */
    resets: { type: Map, of: Date, default: undefined },
    /** Of what its owner said; what is learnt leaves it as it is. */
    updatedAt: { type: Date, default: null },
  },
  { collection: 'user-affinities', strict: 'throw', versionKey: false },
)
// a topic that is deleted is found in whatever rows it weighs in
userAffinitySchema.index({ 'affinities.$**': 1 })
userAffinitySchema.index({ pinned: 1 })
userAffinitySchema.index({ muted: 1 })
userAffinitySchema.index({ updatedAt: 1 })

export type UserAffinityDocument = InferSchemaType<typeof userAffinitySchema> & {
  _id: mongoose.Types.ObjectId
}
export const UserAffinity =
  (mongoose.models.UserAffinity as Model<UserAffinityDocument>) ??
  mongoose.model<UserAffinityDocument>('UserAffinity', userAffinitySchema)
