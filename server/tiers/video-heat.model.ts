import mongoose, { Schema, type Model } from 'mongoose'
import { HEAT_SPANS, type HeatScores } from './heat.ts'

/** How warm the interest in a video is, as scores (heat.ts); its id is the video's. It tells of nobody who watched. */
export interface VideoHeatDocument {
  _id: mongoose.Types.ObjectId
  views: HeatScores
  seconds?: HeatScores
}

const scores = () => new Schema(Object.fromEntries(HEAT_SPANS.map((span) => [span, Number])), { _id: false })
const schema = new Schema<VideoHeatDocument>(
  {
    _id: { type: Schema.Types.ObjectId, required: true },
    views: { type: scores(), default: undefined },
    seconds: { type: scores(), default: undefined },
  },
  { collection: 'video-heat', strict: 'throw', versionKey: false },
)
/** What trends at any moment stands at its top: scores need no writing to fade. */
schema.index({ 'views.hour': -1 })

export const VideoHeat =
  (mongoose.models.VideoHeat as Model<VideoHeatDocument>) ??
  mongoose.model<VideoHeatDocument>('VideoHeat', schema)
