import mongoose, { Schema, type InferSchemaType, type Model } from 'mongoose'

/**
 * One rendition inside a pack: `[init][segment][segment]...` from `offset`, without gaps, so that lengths alone tell
 * every byte range. Lengths in bytes, durations in seconds.
 */
const renditionSchema = new Schema(
  {
    name: { type: String, required: true },
    kind: { type: String, enum: ['video', 'audio', 'muxed'], required: true },
    width: { type: Number, default: 0 },
    height: { type: Number, default: 0 },
    frameRate: { type: Number, default: 0 },
    /** RFC 6381, as in the CODECS attribute. */
    codecs: { type: String, required: true },
    peakBitrate: { type: Number, required: true },
    averageBitrate: { type: Number, required: true },
    offset: { type: Number, required: true },
    initBytes: { type: Number, required: true },
    segmentBytes: { type: [Number], required: true },
    segmentSeconds: { type: [Number], required: true },
  },
  { _id: false },
)

/** The index of a pack: one object that holds every rendition of a video, lowest first. Never changed once written. */
const packSchema = new Schema(
  {
    videoUuid: { type: String, required: true },
    revision: { type: Number, required: true },
    objectKey: { type: String, required: true },
    sizeBytes: { type: Number, required: true },
    sha256: { type: String, required: true },
    renditions: { type: [renditionSchema], required: true },
  },
  { collection: 'packs', strict: 'throw' },
)
packSchema.index({ videoUuid: 1, revision: 1 }, { unique: true })

export type PackDocument = InferSchemaType<typeof packSchema> & { _id: mongoose.Types.ObjectId }
export type PackRendition = PackDocument['renditions'][number]
export const Pack =
  (mongoose.models.Pack as Model<PackDocument>) ?? mongoose.model<PackDocument>('Pack', packSchema)
