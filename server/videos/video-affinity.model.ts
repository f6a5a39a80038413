import mongoose, { Schema, type InferSchemaType, type Model } from 'mongoose'

/** Collection `video-affinities`: how much a video aligns with each topic, 0 to 1, by topic id. */
const videoAffinitySchema = new Schema(
  {
    videoId: { type: Schema.Types.ObjectId, required: true, unique: true },
    affinities: { type: Map, of: Number, default: {} },
    /** The topic that its creator chose, as far as this row follows it. */
    creatorTopicId: { type: Schema.Types.ObjectId, default: null },
  },
  { collection: 'video-affinities', strict: 'throw', versionKey: false },
)
// a topic that is deleted is found in whatever rows it weighs in
videoAffinitySchema.index({ 'affinities.$**': 1 })

export type VideoAffinityDocument = InferSchemaType<typeof videoAffinitySchema> & {
  _id: mongoose.Types.ObjectId
}
export const VideoAffinity =
  (mongoose.models.VideoAffinity as Model<VideoAffinityDocument>) ??
  mongoose.model<VideoAffinityDocument>('VideoAffinity', videoAffinitySchema)
