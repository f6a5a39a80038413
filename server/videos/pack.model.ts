import mongoose, { Schema, type Model } from 'mongoose'

/**
 * One rendition inside a pack: `[init][segment][segment]...` from `offset`, without gaps, so that lengths alone tell
 * every byte range.
 */
export interface PackRendition {
  name: string
  kind: 'video' | 'audio' | 'muxed'
  /** Pixels as shown; 0 for audio. */
  width: number
  height: number
  frameRate: number
  /** RFC 6381, as in the CODECS attribute. */
  codecs: string
  /** Bits per second. */
  peakBitrate: number
  averageBitrate: number
  offset: number
  initBytes: number
  segmentBytes: number[]
  segmentSeconds: number[]
}

export interface PackPart {
  objectKey: string
  sizeBytes: number
  sha256: string
}

/**
 * The index of a pack: one object that holds every rendition of a video, lowest first. Written once; only an early pack
 * that is not complete yet grows, by whole segments in further objects, and nothing written before ever changes.
 */
export interface PackDocument extends PackPart {
  _id: mongoose.Types.ObjectId
  videoUuid: string
  revision: number
  /** Part 0 is the object above. Offsets of renditions run over all parts; no segment crosses a part's border. */
  moreParts: PackPart[]
  isComplete: boolean
  /** Bound on the segments still to come of a pack that grows; a playlist's target duration may not change. */
  targetSeconds?: number
  renditions: PackRendition[]
}

const renditionSchema = new Schema<PackRendition>(
  {
    name: { type: String, required: true },
    kind: { type: String, enum: ['video', 'audio', 'muxed'], required: true },
    width: { type: Number, default: 0 },
    height: { type: Number, default: 0 },
    frameRate: { type: Number, default: 0 },
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

const partFields = {
  objectKey: { type: String, required: true },
  sizeBytes: { type: Number, required: true },
  sha256: { type: String, required: true },
} as const

const packSchema = new Schema<PackDocument>(
  {
    videoUuid: { type: String, required: true },
    revision: { type: Number, required: true },
    ...partFields,
    moreParts: { type: [new Schema<PackPart>(partFields, { _id: false })], default: [] },
    isComplete: { type: Boolean, default: true },
    targetSeconds: Number,
    renditions: { type: [renditionSchema], required: true },
  },
  { collection: 'packs', strict: 'throw' },
)
packSchema.index({ videoUuid: 1, revision: 1 }, { unique: true })

export const Pack =
  (mongoose.models.Pack as Model<PackDocument>) ?? mongoose.model<PackDocument>('Pack', packSchema)
