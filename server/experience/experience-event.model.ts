import mongoose, { Schema, type InferSchemaType, type Model } from 'mongoose'

/** Ids of events that are counted, kept for a day: one that comes again counts once. Nothing else of an event is kept. */
const experienceEventSchema = new Schema(
  {
    _id: { type: String, required: true },
    date: { type: Date, required: true },
  },
  { collection: 'experience-events', strict: 'throw', versionKey: false },
)
experienceEventSchema.index({ date: 1 })

export type ExperienceEventDocument = InferSchemaType<typeof experienceEventSchema>
export const ExperienceEventRow =
  (mongoose.models.ExperienceEvent as Model<ExperienceEventDocument>) ??
  mongoose.model<ExperienceEventDocument>('ExperienceEvent', experienceEventSchema)
