import mongoose, { Schema, type InferSchemaType, type Model } from 'mongoose'

/** Collection `comments`. likes are rows in `engagements`; nestedComments are the comments that name this one as parent. */
const commentSchema = new Schema(
  {
    userId: { type: Schema.Types.ObjectId, required: true },
    videoId: { type: Schema.Types.ObjectId, required: true },
    clipId: { type: Schema.Types.ObjectId, default: null },
    /** Empty once it was deleted. */
    text: { type: String, default: '' },
    isReply: { type: Boolean, default: false },
    parentId: { type: Schema.Types.ObjectId, default: null },
    likeCount: { type: Number, default: 0 },
    dislikeCount: { type: Number, default: 0 },
    /** Changes of the counters that engagements are making right now (engagement/settle-change.ts). */
    pendingChanges: { type: [Schema.Types.ObjectId], default: undefined },
    replyCount: { type: Number, default: 0 },
    /** Ids of people named with @, who exist. */
    mentions: { type: [Schema.Types.ObjectId], default: [] },
    date: { type: Date, required: true },
    editedAt: Date,
    /** A deleted parent stays, without its text and author, for its replies. */
    deletedAt: Date,
    /** Present, by the database's clock, while the counters may not have followed yet; a process that died leaves it. */
    unsettledSince: Date,
    /** Name of the change that the counters are to follow, and by how much: 1 for a new comment, -1 for one that goes. */
    changeId: Schema.Types.ObjectId,
    delta: Number,
    /** Names of changes of its replies that are under way: each is counted once, however often it is tried. */
    pendingComments: { type: [Schema.Types.ObjectId], default: undefined },
  },
  { collection: 'comments', strict: 'throw', versionKey: false },
)
commentSchema.index({ videoId: 1, clipId: 1, parentId: 1, _id: -1 })
commentSchema.index({ videoId: 1, clipId: 1, parentId: 1, likeCount: -1, _id: -1 })
commentSchema.index({ parentId: 1, _id: 1 })
commentSchema.index({ clipId: 1, _id: 1 })
commentSchema.index({ mentions: 1 })
commentSchema.index({ userId: 1, _id: -1 })
commentSchema.index({ unsettledSince: 1 }, { sparse: true })

export type CommentDocument = InferSchemaType<typeof commentSchema> & { _id: mongoose.Types.ObjectId }
export const Comment =
  (mongoose.models.Comment as Model<CommentDocument>) ??
  mongoose.model<CommentDocument>('Comment', commentSchema)
