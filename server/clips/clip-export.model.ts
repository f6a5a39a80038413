import mongoose, { Schema, type InferSchemaType, type Model } from 'mongoose'
import { CLIP_CROPS, EXPORT_STATES } from '#shared/clips'

/** A clip as a file, made when somebody asks for it and kept for a bounded time. */
const clipExportSchema = new Schema(
  {
    clipId: { type: Schema.Types.ObjectId, required: true },
    videoId: { type: Schema.Types.ObjectId, required: true },
    userId: { type: Schema.Types.ObjectId, required: true },
    crop: { type: String, enum: CLIP_CROPS, required: true },
    cropCentre: { type: Number, default: 0.5 },
    /** As they were when it was asked for. */
    startSeconds: { type: Number, required: true },
    endSeconds: { type: Number, required: true },
    state: { type: String, enum: EXPORT_STATES, required: true },
    progress: { type: Number, default: 0 },
    objectKey: String,
    sizeBytes: Number,
    failureReason: String,
    createdAt: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
  },
  { collection: 'clip-exports', strict: 'throw', versionKey: false },
)
clipExportSchema.index({ userId: 1, clipId: 1, _id: -1 })
clipExportSchema.index({ userId: 1, _id: 1 })
clipExportSchema.index({ clipId: 1 })
clipExportSchema.index({ state: 1 })
clipExportSchema.index({ expiresAt: 1 })

export type ClipExportDocument = InferSchemaType<typeof clipExportSchema> & { _id: mongoose.Types.ObjectId }
export const ClipExport =
  (mongoose.models.ClipExport as Model<ClipExportDocument>) ??
  mongoose.model<ClipExportDocument>('ClipExport', clipExportSchema)
