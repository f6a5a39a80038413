import mongoose, { Schema, type InferSchemaType, type Model } from 'mongoose'

/** A lease on one upload: present while a request reads or writes its bytes. */
const uploadLockSchema = new Schema(
  {
    /** The upload's id: one lock an upload, decided by the unique index. */
    _id: { type: String, required: true },
    /** Fences a late holder: whoever acknowledges bytes must still find this token here. */
    token: { type: String, required: true },
    /** Grows while the holder lives. Waiters watch it change instead of comparing clocks. */
    beats: { type: Number, required: true },
    holder: {
      type: new Schema(
        {
          /** Machine, boot and process namespace: within one, process ids can be compared. */
          realm: { type: String, required: true },
          pid: { type: Number, required: true },
          startedAt: { type: String, required: true },
        },
        { _id: false },
      ),
      required: true,
    },
    /** Somebody waits; the holder lets go as soon as it can (tus 1.0.0, "Concurrency"). */
    isWanted: { type: Boolean, required: true },
  },
  { collection: 'upload-locks', strict: 'throw' },
)

export type UploadLockDocument = InferSchemaType<typeof uploadLockSchema>
export const UploadLock =
  (mongoose.models.UploadLock as Model<UploadLockDocument>) ??
  mongoose.model<UploadLockDocument>('UploadLock', uploadLockSchema)
