import mongoose, { Schema, type InferSchemaType, type Model } from 'mongoose'
import { DATA_EXPORT_STATES } from '#shared/personal-data'

/** Everything of one person as a file, made when they ask for it and kept for a bounded time. */
const dataExportSchema = new Schema(
  {
    userId: { type: Schema.Types.ObjectId, required: true },
    includesVideos: { type: Boolean, default: false },
    state: { type: String, enum: DATA_EXPORT_STATES, required: true },
    /** Present while it waits or is made: the unique index lets one person have one such at a time. */
    isOpen: { type: Boolean },
    /** 0 to 1. */
    progress: { type: Number, default: 0 },
    /** Chosen before the bytes are written, so that what a killed run left is known. */
    objectKey: { type: String, required: true },
    sizeBytes: Number,
    failureReason: String,
    createdAt: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
  },
  { collection: 'data-exports', strict: 'throw', versionKey: false },
)
dataExportSchema.index({ userId: 1, _id: -1 })
dataExportSchema.index({ userId: 1, isOpen: 1 }, { unique: true, partialFilterExpression: { isOpen: true } })
dataExportSchema.index({ isOpen: 1 }, { sparse: true })
dataExportSchema.index({ expiresAt: 1 })

export type DataExportDocument = InferSchemaType<typeof dataExportSchema> & { _id: mongoose.Types.ObjectId }
export const DataExport =
  (mongoose.models.DataExport as Model<DataExportDocument>) ??
  mongoose.model<DataExportDocument>('DataExport', dataExportSchema)
