import type { NotificationView } from '#shared/notifications'
import { notificationSentence } from '~/composables/notifications/notification-sentence'
import type { Words } from '~/composables/words'

/** A screen reader is interrupted this often at most, however much arrives. */
export const ANNOUNCE_EVERY_MS = 10_000

/**
 * What a live region says of news: the first at once, what comes in the seconds after it together.
 * @returns how to hand over one that arrived, and how to stop
 */
export function createAnnouncer(t: Words, say: (words: string) => void) {
  let waiting: NotificationView[] = []
  let quietUntil = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  function flush(): void {
    timer = undefined
    const [first, ...others] = waiting
    if (!first) return
    waiting = []
    quietUntil = Date.now() + ANNOUNCE_EVERY_MS
    say(
      others.length > 0
        ? t('notifications.fresh', { count: others.length + 1 })
        : notificationSentence(first, t),
    )
  }

  return {
    announce(item: NotificationView): void {
      waiting.push(item)
      timer ??= setTimeout(flush, Math.max(0, quietUntil - Date.now()))
    },
    stop: () => clearTimeout(timer),
  }
}
