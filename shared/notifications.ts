import { z } from 'zod'
import { PersonView } from './accounts.ts'
import { Id, PageQuery, Timestamp, pageOf } from './common.ts'

/** Later rooms add theirs. */
export const NOTIFICATION_KINDS = [
  'comment',
  'reply',
  'mention',
  'comment_like',
  'connection_request',
  'connection_accepted',
  'follow',
  'share',
  'video_ready',
  'video_failed',
  'export_ready',
  'export_failed',
  'data_export_ready',
  'copies_ready',
] as const
export const NotificationKind = z.enum(NOTIFICATION_KINDS)
export type NotificationKind = z.infer<typeof NotificationKind>

export const NotificationView = z.object({
  id: Id,
  kind: NotificationKind,
  /** Who did it, latest first, three at most; `actorCount` counts all. Empty where the server speaks. */
  actors: z.array(PersonView),
  actorCount: z.number().int(),
  /** How many things are grouped into it. */
  count: z.number().int(),
  /** What it is about: a title, or the beginning of a text. */
  subject: z.string(),
  /** Path on this site that leads there. */
  url: z.string(),
  isRead: z.boolean(),
  date: Timestamp,
})
export type NotificationView = z.infer<typeof NotificationView>

export const NotificationPage = pageOf(NotificationView).extend({ unreadCount: z.number().int() })
export type NotificationPage = z.infer<typeof NotificationPage>
export const ListNotificationsQuery = PageQuery.extend({ unread: z.enum(['true', 'false']).optional() })
export type ListNotificationsQuery = z.infer<typeof ListNotificationsQuery>

/** The named ones, or all up to now. */
export const ReadNotificationsBody = z.union([
  z.strictObject({ ids: z.array(Id).min(1).max(100), isRead: z.boolean() }),
  z.strictObject({ all: z.literal(true) }),
])
export type ReadNotificationsBody = z.infer<typeof ReadNotificationsBody>
export const UnreadView = z.object({ unreadCount: z.number().int() })

/** Data of the event `change` of the stream: the state at once, then after every change. */
export const NotificationsChange = z.object({
  unreadCount: z.number().int(),
  /** What arrived since the change before; null where something was read or taken back instead. */
  latest: NotificationView.nullable(),
})
export type NotificationsChange = z.infer<typeof NotificationsChange>
