import mongoose, { Schema, type Model } from 'mongoose'

/** Seconds into the video. */
export interface SignalStretch {
  startSeconds: number
  endSeconds: number
}

/**
 * What was seen and heard when a video was looked at, by which clips are suggested; its id is the video's. Every list is
 * bounded (shared/studio.ts) and in the order of time.
 */
export interface VideoSignalsDocument {
  _id: mongoose.Types.ObjectId
  sceneCuts: number[]
  silences: SignalStretch[]
  /** Stretches without a picture to see. */
  blacks: SignalStretch[]
  /** Loudness of each step, 0 to 255; empty where there is no sound. */
  energy: number[]
  secondsPerEnergy: number
}

const stretch = new Schema<SignalStretch>(
  { startSeconds: { type: Number, required: true }, endSeconds: { type: Number, required: true } },
  { _id: false },
)

const schema = new Schema<VideoSignalsDocument>(
  {
    _id: { type: Schema.Types.ObjectId, required: true },
    sceneCuts: { type: [Number], required: true },
    silences: { type: [stretch], required: true },
    blacks: { type: [stretch], required: true },
    energy: { type: [Number], required: true },
    secondsPerEnergy: { type: Number, required: true },
  },
  { collection: 'video-signals', strict: 'throw', versionKey: false },
)

export const VideoSignals =
  (mongoose.models.VideoSignals as Model<VideoSignalsDocument>) ??
  mongoose.model<VideoSignalsDocument>('VideoSignals', schema)
