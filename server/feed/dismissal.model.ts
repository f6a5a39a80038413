import mongoose, { Schema, type InferSchemaType, type Model } from 'mongoose'
import { DISMISSAL_SCOPES } from '#shared/feed'

/** Something that somebody wants no more of in the feed: an item, its topic, or its creator. */
const dismissalSchema = new Schema(
  {
    userId: { type: Schema.Types.ObjectId, required: true },
    scope: { type: String, enum: DISMISSAL_SCOPES, required: true },
    /** What is left out: a clip or video, a topic, or a person. */
    subjectId: { type: Schema.Types.ObjectId, required: true },
    /** The item on which it was said. */
    kind: { type: String, enum: ['video', 'clip'], required: true },
    thingId: { type: Schema.Types.ObjectId, required: true },
    /** Of an item, so that it goes with its video. */
    videoId: Schema.Types.ObjectId,
    date: { type: Date, required: true },
  },
  { collection: 'feed-dismissals', strict: 'throw', versionKey: false },
)
dismissalSchema.index({ userId: 1, scope: 1, subjectId: 1 }, { unique: true })
dismissalSchema.index({ userId: 1, _id: -1 })
dismissalSchema.index({ subjectId: 1 })
dismissalSchema.index({ videoId: 1 }, { sparse: true })

export type DismissalDocument = InferSchemaType<typeof dismissalSchema> & { _id: mongoose.Types.ObjectId }
export const Dismissal =
  (mongoose.models.Dismissal as Model<DismissalDocument>) ??
  mongoose.model<DismissalDocument>('Dismissal', dismissalSchema)
