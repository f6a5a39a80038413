import type { NotificationsChange } from '#shared/notifications'

/** After a stream that was refused (too many, the server is starting). A cut one comes back by itself. */
const RETRY_MS = 15_000

/**
 * Follows what somebody is told, by server-sent events, while the page can be seen: browsers open six connections to a
 * host over HTTP/1.1, and pages in the background would use them up. Coming back, the stream says how things stand.
 */
export function useNotificationStream(onChange: (change: NotificationsChange) => void): void {
  let source: EventSource | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  function open(): void {
    close()
    source = new EventSource('/api/notifications/stream')
    source.addEventListener('change', (event) => onChange(JSON.parse(event.data) as NotificationsChange))
    source.onerror = () => {
      if (source?.readyState === EventSource.CLOSED) timer = setTimeout(open, RETRY_MS)
    }
  }

  function close(): void {
    clearTimeout(timer)
    source?.close()
    source = undefined
  }

  function follow(): void {
    if (document.visibilityState === 'hidden') close()
    else if (!source) open()
  }

  onMounted(() => {
    document.addEventListener('visibilitychange', follow)
    follow()
  })
  onBeforeUnmount(() => {
    document.removeEventListener('visibilitychange', follow)
    close()
  })
}
