import mongoose, { Schema, type InferSchemaType, type Model } from 'mongoose'
import { MAX_FEED_VIDEO_SECONDS } from '#shared/feed'
import { VIDEO_STATES, VISIBILITIES } from '#shared/videos'
import { keepSearchWords } from '../search-index/keep-search-words.ts'

const captionSchema = new Schema(
  {
    language: { type: String, required: true },
    label: { type: String, required: true },
    objectKey: { type: String, required: true },
  },
  { _id: false },
)

const sourceSchema = new Schema(
  {
    objectKey: { type: String, required: true },
    filename: { type: String, required: true },
    sizeBytes: { type: Number, required: true },
    sha256: { type: String, required: true },
    /** Set when the original was replaced by a smaller lossless form of equal frames. */
    losslessCodec: String,
  },
  { _id: false },
)

/** Collection `video-metadata` of the data model. likes, dislikes and views are counters here and rows in `engagements`. */
const videoSchema = new Schema(
  {
    uuid: { type: String, required: true, unique: true },
    title: { type: String, required: true },
    description: { type: String, default: '' },
    uploadDate: { type: Date, required: true },
    uploader: { type: Schema.Types.ObjectId, required: true },
    /** Seconds. */
    duration: { type: Number, default: 0 },
    width: { type: Number, default: 0 },
    height: { type: Number, default: 0 },
    thumbnailURL: { type: String, default: '' },
    topicId: { type: Schema.Types.ObjectId, default: null },
    /** Until its row of affinities follows the topic; one that a kill left so is settled by `reconcileTopics`. */
    topicUnsettledSince: Date,
    clips: { type: [Schema.Types.ObjectId], default: [] },
    /** Of an import: to be made as soon as it can be played. */
    plannedClips: {
      type: [
        new Schema(
          {
            startSeconds: { type: Number, required: true },
            endSeconds: { type: Number, required: true },
            title: { type: String, required: true },
            description: { type: String, default: '' },
          },
          { _id: false },
        ),
      ],
      default: undefined,
    },
    viewCount: { type: Number, default: 0 },
    likeCount: { type: Number, default: 0 },
    dislikeCount: { type: Number, default: 0 },
    commentCount: { type: Number, default: 0 },
    /** Changes of the counters that engagements are making right now (engagement/settle-change.ts). */
    pendingChanges: { type: [Schema.Types.ObjectId], default: undefined },
    /** The same of its comments. */
    pendingComments: { type: [Schema.Types.ObjectId], default: undefined },
    isNsfw: { type: Boolean, default: false },
    isSensitive: { type: Boolean, default: false },
    visibility: { type: String, enum: VISIBILITIES, required: true },
    storageStage: {
      type: String,
      enum: ['LIVE', 'RELIVE', 'ARCHIVE', 'EXPIRING', 'AWAITING_PUSH'],
      default: 'RELIVE',
    },
    /** Grows with every change of the stage: who moves a video names the one that they read. */
    storageRevision: { type: Number, default: 0 },
    /** Since when, why, and when the rules look again; absent in what was never looked at. */
    storageSince: Date,
    storageReason: String,
    storageReviewAt: Date,
    /** Where the rules want it, found by whoever moves (tiers/wanted-moves.ts); as of a revision, or it is of no use. */
    storageWanted: {
      type: new Schema(
        {
          stage: { type: String, required: true },
          reason: { type: String, required: true },
          revision: { type: Number, required: true },
        },
        { _id: false },
      ),
      default: undefined,
    },
    /** Below RELIVE: the collection that it lies in, or lay in. */
    collectionId: { type: Schema.Types.ObjectId, default: null },
    /** It never leaves ARCHIVE while this is set. */
    legalHold: {
      type: new Schema(
        {
          since: { type: Date, required: true },
          byUserId: { type: Schema.Types.ObjectId, required: true },
          reason: { type: String, required: true },
        },
        { _id: false },
      ),
      default: undefined,
    },
    /** The original went with a collection whose time was over; what people play was given back without it. */
    isOriginalGone: Boolean,
    state: { type: String, enum: VIDEO_STATES, required: true },
    /** 0 to 1 over the whole of the processing. */
    progress: { type: Number, default: 0 },
    failureReason: String,
    /** Unique: an upload becomes a video once, however often its finish step runs. */
    uploadId: { type: String, required: true, unique: true },
    source: { type: sourceSchema, required: true },
    /** Revision of the pack that playlists are made from; 0 while there is none. */
    packRevision: { type: Number, default: 0 },
    /** When its pictures and sound were looked at for the timeline; also where that could not be done. */
    analysedAt: Date,
    waveformKey: String,
    posterKey: String,
    previewKey: String,
    storyboard: new Schema(
      {
        objectKey: { type: String, required: true },
        /** Of one tile, in pixels. */
        tileWidth: { type: Number, required: true },
        tileHeight: { type: Number, required: true },
        columns: { type: Number, required: true },
        count: { type: Number, required: true },
        intervalSeconds: { type: Number, required: true },
      },
      { _id: false },
    ),
    captions: { type: [captionSchema], default: [] },
    /** Until what they say can be found; one that a kill left so is found by `reconcileCaptions`. */
    captionsUnindexedSince: Date,
    /** Keys of artwork that is being written or removed; what a kill left so is swept (replace-artwork.ts). */
    strayArtwork: { type: [String], default: undefined },
    strayArtworkSince: Date,
    /** A frame that its creator chose as the picture, until it is cut. */
    wantedThumbnail: {
      type: new Schema(
        { seconds: { type: Number, required: true }, since: Date, hasFailed: Boolean },
        { _id: false },
      ),
      default: undefined,
    },
    attribution: String,
    /** Where an import took it from; makes a second import change nothing. */
    importKey: { type: String, unique: true, sparse: true },
    deletedAt: Date,
  },
  { collection: 'video-metadata', strict: 'throw', optimisticConcurrency: false },
)
videoSchema.index({ visibility: 1, state: 1, _id: -1 })
videoSchema.index({ uploader: 1, _id: -1 })
videoSchema.index({ uploader: 1, visibility: 1, state: 1, _id: -1 })
videoSchema.index({ topicId: 1, _id: -1 })

/** Of those that stand in the feed by themselves: short ones without clips, which on a large site are few. */
export const FEED_VIDEO_INDEX = 'feed_videos'
export const FEED_TOPIC_VIDEO_INDEX = 'feed_topic_videos'
const inFeedAlone = { clips: [], duration: { $lte: MAX_FEED_VIDEO_SECONDS } }
videoSchema.index(
  { state: 1, visibility: 1, _id: -1 },
  { name: FEED_VIDEO_INDEX, partialFilterExpression: inFeedAlone },
)
videoSchema.index(
  { topicId: 1, visibility: 1, state: 1, _id: 1 },
  { name: FEED_TOPIC_VIDEO_INDEX, partialFilterExpression: inFeedAlone },
)
videoSchema.index({ captionsUnindexedSince: 1 }, { sparse: true })
videoSchema.index({ uploader: 1, viewCount: -1, _id: -1 })
videoSchema.index({ strayArtworkSince: 1 }, { sparse: true })
videoSchema.index({ 'wantedThumbnail.since': 1 }, { sparse: true })
videoSchema.index({ topicUnsettledSince: 1 }, { sparse: true })
videoSchema.index({ analysedAt: 1, state: 1, _id: -1 })
videoSchema.index({ storageStage: 1, storageReviewAt: 1 })
videoSchema.index(
  { 'storageWanted.stage': 1, _id: 1 },
  { partialFilterExpression: { 'storageWanted.stage': { $exists: true } } },
)
videoSchema.index({ collectionId: 1 }, { partialFilterExpression: { collectionId: { $type: 'objectId' } } })
keepSearchWords(videoSchema, 'video')

export type VideoDocument = InferSchemaType<typeof videoSchema> & { _id: mongoose.Types.ObjectId }
export const Video =
  (mongoose.models.Video as Model<VideoDocument>) ?? mongoose.model<VideoDocument>('Video', videoSchema)
