import mongoose, { Schema, type InferSchemaType, type Model } from 'mongoose'

/** One cue of a video's captions, so that what was said can be found. */
const captionSegmentSchema = new Schema(
  {
    videoId: { type: Schema.Types.ObjectId, required: true },
    language: { type: String, required: true },
    /** Seconds into the video. */
    startSeconds: { type: Number, required: true },
    endSeconds: { type: Number, required: true },
    text: { type: String, required: true },
    /** Folded words of the text; see shared/search-words. */
    searchTitle: { type: [String], required: true },
  },
  { collection: 'caption-segments', strict: 'throw', versionKey: false },
)
captionSegmentSchema.index({ videoId: 1, language: 1, startSeconds: 1 })
captionSegmentSchema.index({ searchTitle: 1, _id: -1 })

export type CaptionSegmentDocument = InferSchemaType<typeof captionSegmentSchema> & {
  _id: mongoose.Types.ObjectId
}
export const CaptionSegment =
  (mongoose.models.CaptionSegment as Model<CaptionSegmentDocument>) ??
  mongoose.model<CaptionSegmentDocument>('CaptionSegment', captionSegmentSchema)
