import mongoose, { Schema, type InferSchemaType, type Model } from 'mongoose'
import { UPLOAD_STATES } from '#shared/uploads'
import { VISIBILITIES } from '#shared/videos'

/** What the server knows of an upload; the bytes lie in the uploads folder until it is finished. */
const uploadSchema = new Schema(
  {
    uploadId: { type: String, required: true, unique: true },
    /** Names the original and everything made from it; chosen here, so that a finish step run twice writes one object. */
    uuid: { type: String, required: true },
    userId: { type: Schema.Types.ObjectId, required: true },
    filename: { type: String, required: true },
    filetype: { type: String, default: '' },
    sizeBytes: { type: Number, required: true },
    state: { type: String, enum: UPLOAD_STATES, required: true },
    title: { type: String, default: '' },
    description: { type: String, default: '' },
    topic: { type: String, default: null },
    visibility: { type: String, enum: VISIBILITIES, default: 'public' },
    /** Grows with every change of title and the rest; the finish step hands over the revision it read and no older one. */
    detailsRevision: { type: Number, default: 0 },
    /** As the client sent it: tus wants it back on HEAD. */
    tusMetadata: { type: String, default: '' },
    encoding: { type: String, enum: ['gzip'] },
    originalSizeBytes: Number,
    originalSha256: String,
    /** Of the original, once the finish step has read it through. */
    sha256: String,
    videoId: { type: Schema.Types.ObjectId, default: null },
    reason: String,
    createdAt: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
  },
  { collection: 'uploads', strict: 'throw' },
)
uploadSchema.index({ userId: 1, _id: -1 })
uploadSchema.index({ state: 1, expiresAt: 1 })

export type UploadDocument = InferSchemaType<typeof uploadSchema> & { _id: mongoose.Types.ObjectId }
export const Upload =
  (mongoose.models.Upload as Model<UploadDocument>) ?? mongoose.model<UploadDocument>('Upload', uploadSchema)
