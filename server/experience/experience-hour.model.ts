import mongoose, { Schema, type InferSchemaType, type Model } from 'mongoose'
import { CONNECTIONS, SURFACES } from '#shared/experience'
import { FIRST_FRAME_BUCKETS } from './first-frame.ts'
import { SUM_FIELDS } from './tally-experience.ts'

const buckets = Array.from({ length: FIRST_FRAME_BUCKETS }, (_, bucket) => [`b${bucket}`, Number])

/** What playing was like in one hour, by where and over what: sums alone, which tell of nobody. At most fifteen an hour. */
const experienceHourSchema = new Schema(
  {
    /** Its beginning. */
    hour: { type: Date, required: true },
    surface: { type: String, enum: SURFACES, required: true },
    connection: { type: String, enum: CONNECTIONS, required: true },
    ...(Object.fromEntries(SUM_FIELDS.map((field) => [field, Number])) as Record<
      (typeof SUM_FIELDS)[number],
      typeof Number
    >),
    /** Plays by how long the first picture took, by bucket (first-frame.ts): `{ "b0": 12, "b3": 4 }`. */
    firstFrame: { type: new Schema(Object.fromEntries(buckets), { _id: false }), default: undefined },
  },
  { collection: 'experience-hours', strict: 'throw', versionKey: false },
)
experienceHourSchema.index({ hour: 1, surface: 1, connection: 1 }, { unique: true })

export type ExperienceHourDocument = Omit<InferSchemaType<typeof experienceHourSchema>, 'firstFrame'> & {
  _id: mongoose.Types.ObjectId
  firstFrame?: Record<string, number>
}
export const ExperienceHour =
  (mongoose.models.ExperienceHour as Model<ExperienceHourDocument>) ??
  mongoose.model<ExperienceHourDocument>('ExperienceHour', experienceHourSchema)
