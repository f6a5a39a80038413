import type { NotificationKind, NotificationView } from '#shared/notifications'
import type { Words } from '~/composables/words'

type Told = Pick<NotificationView, 'kind' | 'actors' | 'actorCount' | 'count' | 'subject'>

const KEYS = {
  comment: 'notifications.comment',
  reply: 'notifications.reply',
  mention: 'notifications.mention',
  comment_like: 'notifications.commentLike',
  connection_request: 'notifications.connectionRequest',
  connection_accepted: 'notifications.connectionAccepted',
  follow: 'notifications.follow',
  share: 'notifications.share',
  video_ready: 'notifications.videoReady',
  video_failed: 'notifications.videoFailed',
  export_ready: 'notifications.exportReady',
  export_failed: 'notifications.exportFailed',
  data_export_ready: 'notifications.dataExportReady',
  copies_ready: 'notifications.copiesReady',
} as const satisfies Record<NotificationKind, string>
/** What is said in the place of a subject that is not known. */
const NAMELESS: Partial<Record<NotificationKind, string>> = {
  share: 'notifications.something',
  export_ready: 'notifications.yourClip',
  export_failed: 'notifications.yourClip',
}

/** One sentence about a notification: `Ada Byron and 3 others commented: “Bees in spring”`. */
export function notificationSentence(told: Told, t: Words): string {
  const { kind, subject, actorCount, count } = told
  const key: string | undefined = KEYS[kind]
  // of a kind that a newer server knows
  if (!key) return subject
  const isAboutVideos = kind === 'video_ready' || kind === 'video_failed' || kind === 'copies_ready'
  const nameless = NAMELESS[kind]
  return t(key, {
    who: actorWords(told, t),
    about: subject ? t('notifications.quoted', { subject }) : nameless ? t(nameless) : '',
    first: isAboutVideos ? firstOf(told, t) : '',
    several: count > 1 ? ` (${count})` : '',
    count: isAboutVideos ? count : Math.max(1, actorCount),
  }).trim()
}

/** `Ada Byron`, `Ada Byron and Ben Okri`, `Ada Byron and 3 others`; people who left are no longer named. */
function actorWords({ actors, actorCount }: Told, t: Words): string {
  const [first, second] = actors
  if (!first)
    return actorCount > 1 ? t('notifications.people', { count: actorCount }) : t('notifications.somebody')
  if (actorCount <= 1) return first.name
  if (actorCount === 2 && second) return t('notifications.two', { first: first.name, second: second.name })
  return t('notifications.others', { first: first.name, count: actorCount - 1 })
}

/** `“Bees in spring” and 2 more videos`. */
function firstOf({ subject, count }: Told, t: Words): string {
  const first = subject ? t('notifications.quoted', { subject }) : t('notifications.yourVideo')
  return count > 1 ? t('notifications.moreVideos', { first, count: count - 1 }) : first
}
