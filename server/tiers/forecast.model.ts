import mongoose, { Schema, type Model } from 'mongoose'
import type { ForecastCount } from '#shared/tiers'
import type { ForecastStep } from './tier-forecast.ts'

export const FORECAST_ID = 'next'

/** Up to the end of each day from now on: place 0 is the first 24 hours. */
export interface ForecastDays {
  archived: ForecastCount[]
  expiring: ForecastCount[]
  asked: ForecastCount[]
  creators: number[]
  unavailable: ForecastCount[]
}

/** The last forecast, of as many days as can be asked for. */
export interface TierForecastDocument {
  _id: string
  madeAt: Date
  days: ForecastDays
  /** The first of each kind. */
  moves: (ForecastStep & { videoId: mongoose.Types.ObjectId })[]
}

const schema = new Schema<TierForecastDocument>(
  {
    _id: { type: String, required: true },
    madeAt: { type: Date, required: true },
    days: { type: Schema.Types.Mixed, required: true },
    moves: { type: Schema.Types.Mixed, required: true },
  },
  { collection: 'tier-forecasts', strict: 'throw', versionKey: false },
)

export const TierForecast =
  (mongoose.models.TierForecast as Model<TierForecastDocument>) ??
  mongoose.model<TierForecastDocument>('TierForecast', schema)
