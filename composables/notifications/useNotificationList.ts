import type { NotificationPage, NotificationView } from '#shared/notifications'
import { toApiError, type ApiError } from '~/composables/api-error'
import { useApi } from '~/composables/useApi'

/** How many somebody has not read, shared by bell and page. */
export function useUnreadCount() {
  return useState('unread-notifications', () => 0)
}

/** A list of what somebody was told, latest first, in the browser. */
export function useNotificationList(query: () => { limit?: number; unread?: 'true' }) {
  const api = useApi()
  const unreadCount = useUnreadCount()
  const items = ref<NotificationView[]>([])
  const nextCursor = ref<string | null>(null)
  const isLoading = ref(false)
  const isLoaded = ref(false)
  const error = ref<ApiError | null>(null)
  let asked = 0

  async function load(isMore = false): Promise<void> {
    const turn = ++asked
    isLoading.value = true
    error.value = null
    try {
      const cursor = (isMore && nextCursor.value) || undefined
      const page = await api<NotificationPage>('/api/notifications', { query: { ...query(), cursor } })
      if (turn !== asked) return
      items.value = isMore ? append(items.value, page.items) : page.items
      nextCursor.value = page.nextCursor
      unreadCount.value = page.unreadCount
      isLoaded.value = true
    } catch (cause) {
      if (turn === asked) error.value = toApiError(cause)
    } finally {
      if (turn === asked) isLoading.value = false
    }
  }

  /** One that arrived, or gathered more, is the first again. */
  function put(item: NotificationView): void {
    items.value = [item, ...items.value.filter(({ id }) => id !== item.id)]
  }

  /** Shown at once; the server's word on the number comes after. Rejects with ApiError. */
  async function setRead(item: NotificationView, isRead: boolean): Promise<void> {
    if (item.isRead === isRead) return
    mark((each) => each.id === item.id, isRead)
    unreadCount.value = Math.max(0, unreadCount.value + (isRead ? -1 : 1))
    await patch({ ids: [item.id], isRead })
  }

  async function readAll(): Promise<void> {
    mark(() => true, true)
    unreadCount.value = 0
    await patch({ all: true })
  }

  async function remove(item: NotificationView): Promise<void> {
    await api(`/api/notifications/${item.id}`, { method: 'DELETE' })
    items.value = items.value.filter(({ id }) => id !== item.id)
    if (!item.isRead) unreadCount.value = Math.max(0, unreadCount.value - 1)
  }

  async function patch(body: object): Promise<void> {
    try {
      const answer = await api<{ unreadCount: number }>('/api/notifications', { method: 'PATCH', body })
      unreadCount.value = answer.unreadCount
    } catch (cause) {
      await load()
      throw toApiError(cause)
    }
  }

  function mark(isMeant: (item: NotificationView) => boolean, isRead: boolean): void {
    items.value = items.value.map((item) => (isMeant(item) ? { ...item, isRead } : item))
  }

  const hasMore = computed(() => nextCursor.value !== null)
  return { items, isLoading, isLoaded, error, hasMore, load, put, setRead, readAll, remove }
}

function append(before: NotificationView[], next: NotificationView[]): NotificationView[] {
  const known = new Set(before.map(({ id }) => id))
  return [...before, ...next.filter(({ id }) => !known.has(id))]
}
