import mongoose, { Schema, type InferSchemaType, type Model } from 'mongoose'
import { NOTIFICATION_KINDS } from '#shared/notifications'

/** What somebody is told. Of one group there is one unread at a time, which gathers what comes meanwhile. */
const notificationSchema = new Schema(
  {
    userId: { type: Schema.Types.ObjectId, required: true },
    kind: { type: String, enum: NOTIFICATION_KINDS, required: true },
    /** Things that belong together, as `comment:video:<id>`. */
    group: { type: String, required: true },
    /** Latest first, the last few; `actorCount` counts all. */
    actorIds: { type: [Schema.Types.ObjectId], default: [] },
    actorCount: { type: Number, default: 0 },
    count: { type: Number, default: 1 },
    /** Keys of the things gathered in it, the last few: one that is told twice counts once, one that goes can be taken out. */
    things: { type: [String], default: [] },
    subject: { type: String, default: '' },
    url: { type: String, required: true },
    isRead: { type: Boolean, default: false },
    date: { type: Date, required: true },
    /** It was in a digest. */
    mailedAt: Date,
  },
  { collection: 'notifications', strict: 'throw', versionKey: false },
)
notificationSchema.index({ userId: 1, date: -1, _id: -1 })
notificationSchema.index({ userId: 1, isRead: 1, date: -1, _id: -1 })
notificationSchema.index(
  { userId: 1, group: 1 },
  { unique: true, partialFilterExpression: { isRead: false } },
)
notificationSchema.index({ things: 1 })
notificationSchema.index({ date: 1 })

export type NotificationDocument = InferSchemaType<typeof notificationSchema> & {
  _id: mongoose.Types.ObjectId
}
export const Notification =
  (mongoose.models.Notification as Model<NotificationDocument>) ??
  mongoose.model<NotificationDocument>('Notification', notificationSchema)
