import mongoose, { Schema, type Model } from 'mongoose'
import { TALLY_FIELDS, type TallyDocument } from './reach-day.model.ts'

/** Collection `recommendation-days`: the whole site on one UTC day. */
export interface RecommendationDayDocument extends TallyDocument {
  /** `2026-11-22` */
  _id: string
  /** Plays of items whose creator had made and reached little. */
  newCreatorPlays: number
  /** Items that could be shown, and those of them that somebody watched in the seven days up to this one. */
  items: number
  reached: number
  /** Of plays over items and over creators in the same days: 0 is even, 1 is one for all. */
  itemGini: number
  creatorGini: number
}

const number = { type: Number, required: true } as const
const schema = new Schema<RecommendationDayDocument>(
  {
    _id: { type: String, required: true },
    ...TALLY_FIELDS,
    newCreatorPlays: number,
    items: number,
    reached: number,
    itemGini: number,
    creatorGini: number,
  },
  { collection: 'recommendation-days', strict: 'throw', versionKey: false, minimize: false },
)

export const RecommendationDay =
  (mongoose.models.RecommendationDay as Model<RecommendationDayDocument>) ??
  mongoose.model<RecommendationDayDocument>('RecommendationDay', schema)
