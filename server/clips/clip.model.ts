import mongoose, { Schema, type InferSchemaType, type Model } from 'mongoose'
import { keepSearchWords } from '../search-index/keep-search-words.ts'

/**
 * Collection `clips`: in and out points over a video's pack, without bytes of its own. likes, dislikes and views are
 * counters here and rows in `engagements`. Who may see it follows its video, which is asked each time; `isListed`
 * repeats it only so that lists can skip what is hidden.
 */
const clipSchema = new Schema(
  {
    videoId: { type: Schema.Types.ObjectId, required: true },
    title: { type: String, required: true },
    description: { type: String, default: '' },
    uploadDate: { type: Date, required: true },
    uploader: { type: Schema.Types.ObjectId, required: true },
    /** Seconds: end less start. */
    duration: { type: Number, required: true },
    startSeconds: { type: Number, required: true },
    endSeconds: { type: Number, required: true },
    thumbnailURL: { type: String, default: '' },
    clipURL: { type: String, default: '' },
    /** Set when the thumbnail is a frame of its own choice. */
    thumbnailSeconds: Number,
    thumbnailKey: String,
    topicId: { type: Schema.Types.ObjectId, default: null },
    /** Place on the learning path of its topic; those without one follow by age. */
    pathPosition: Number,
    viewCount: { type: Number, default: 0 },
    likeCount: { type: Number, default: 0 },
    dislikeCount: { type: Number, default: 0 },
    commentCount: { type: Number, default: 0 },
    /** Changes of the counters that engagements are making right now (engagement/settle-change.ts). */
    pendingChanges: { type: [Schema.Types.ObjectId], default: undefined },
    /** The same of its comments. */
    pendingComments: { type: [Schema.Types.ObjectId], default: undefined },
    /** There is a question after it. */
    hasCheck: { type: Boolean, default: false },
    isListed: { type: Boolean, default: false },
    /** Until its video's list of clips has it; one that a kill left so is settled by `reconcileClips`. */
    unsettledSince: Date,
    /** Hidden from everybody; a job then removes what belongs to it, and this document last. */
    deletedAt: Date,
    /** Makes a second import change nothing. */
    importKey: { type: String },
  },
  { collection: 'clips', strict: 'throw', versionKey: false },
)
clipSchema.index({ videoId: 1, startSeconds: 1, _id: 1 })
clipSchema.index({ uploader: 1, isListed: 1, _id: -1 })
clipSchema.index({ topicId: 1, isListed: 1, _id: -1 })
clipSchema.index({ topicId: 1, isListed: 1, pathPosition: 1, _id: 1 })
clipSchema.index({ isListed: 1, _id: -1 })
clipSchema.index({ importKey: 1 }, { unique: true, sparse: true })
clipSchema.index({ unsettledSince: 1 }, { sparse: true })
clipSchema.index({ deletedAt: 1 }, { sparse: true })
keepSearchWords(clipSchema, 'clip')

export type ClipDocument = InferSchemaType<typeof clipSchema> & { _id: mongoose.Types.ObjectId }
export const Clip =
  (mongoose.models.Clip as Model<ClipDocument>) ?? mongoose.model<ClipDocument>('Clip', clipSchema)
