import mongoose, { Schema, type InferSchemaType, type Model } from 'mongoose'
import { NOTIFICATION_KINDS } from '#shared/notifications'

/** So many of the things gathered in one row are known by name; `count` and `actorCount` count the rest too. */
export const MAX_ENTRIES = 40

const entrySchema = new Schema(
  {
    /** Key such as `comment:<id>`: one that is told twice counts once, one that goes is taken out. */
    thing: { type: String, required: true },
    actorId: { type: Schema.Types.ObjectId, default: null },
    subject: { type: String, default: '' },
    url: { type: String, required: true },
    date: { type: Date, required: true },
  },
  { _id: false },
)

/** What somebody is told. Of one group there is one unread at a time, which gathers what comes meanwhile. */
const notificationSchema = new Schema(
  {
    userId: { type: Schema.Types.ObjectId, required: true },
    kind: { type: String, enum: NOTIFICATION_KINDS, required: true },
    /** Things that belong together, as `comment:video:<id>`. */
    group: { type: String, required: true },
    /** Latest first, never more than MAX_ENTRIES. */
    entries: { type: [entrySchema], default: [] },
    actorCount: { type: Number, default: 0 },
    count: { type: Number, default: 0 },
    /** Of the latest entry. */
    url: { type: String, required: true },
    isRead: { type: Boolean, default: false },
    date: { type: Date, required: true },
  },
  { collection: 'notifications', strict: 'throw', versionKey: false },
)
notificationSchema.index({ userId: 1, date: -1, _id: -1 })
notificationSchema.index({ userId: 1, isRead: 1, date: -1, _id: -1 })
notificationSchema.index(
  { userId: 1, group: 1 },
  { unique: true, partialFilterExpression: { isRead: false } },
)
notificationSchema.index({ 'entries.thing': 1 })
notificationSchema.index({ 'entries.actorId': 1 })
notificationSchema.index({ url: 1 })
notificationSchema.index({ date: 1 })

export type NotificationDocument = InferSchemaType<typeof notificationSchema> & {
  _id: mongoose.Types.ObjectId
}
export const Notification =
  (mongoose.models.Notification as Model<NotificationDocument>) ??
  mongoose.model<NotificationDocument>('Notification', notificationSchema)
