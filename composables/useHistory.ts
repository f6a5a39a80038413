import type { Page } from '#shared/common'
import type { HistoryItemView, HistorySettings } from '#shared/history'
import { toApiError, type ApiError } from '~/composables/api-error'
import { useApi } from '~/composables/useApi'

/** What the signed-in person watched, page after page, and what they can do about it. The actions reject with ApiError. */
export function useHistory() {
  const api = useApi()
  const { data, error, status, refresh } = useAsyncData(
    'history',
    () => api<Page<HistoryItemView>>('/api/me/history'),
    { lazy: true },
  )
  const { data: settings } = useAsyncData(
    'history-settings',
    () => api<HistorySettings>('/api/me/history/settings'),
    { lazy: true },
  )
  const isLoadingMore = ref(false)
  const moreError = ref<ApiError | null>(null)

  async function loadMore(): Promise<void> {
    const before = data.value
    if (!before?.nextCursor || isLoadingMore.value) return
    isLoadingMore.value = true
    moreError.value = null
    try {
      const next = await api<Page<HistoryItemView>>('/api/me/history', {
        query: { cursor: before.nextCursor },
      })
      if (data.value === before) data.value = append(before, next)
    } catch (cause) {
      moreError.value = toApiError(cause)
    } finally {
      isLoadingMore.value = false
    }
  }

  /** Goes from the list at once, and comes back where the server refused. */
  async function remove(item: HistoryItemView): Promise<void> {
    const before = data.value
    if (before) data.value = { ...before, items: before.items.filter((each) => each.id !== item.id) }
    try {
      await api(`/api/me/history/${item.id}`, { method: 'DELETE' })
    } catch (cause) {
      const failure = toApiError(cause)
      if (failure.statusCode === 404) return
      await refresh()
      throw failure
    }
  }

  async function clear(): Promise<void> {
    await api('/api/me/history', { method: 'DELETE' })
    data.value = { items: [], nextCursor: null }
  }

  async function setPaused(isPaused: boolean): Promise<void> {
    settings.value = await api<HistorySettings>('/api/me/history/settings', {
      method: 'PUT',
      body: { isPaused },
    })
  }

  return {
    items: computed(() => data.value?.items ?? []),
    isLoading: computed(() => !data.value && !error.value && status.value !== 'success'),
    hasMore: computed(() => Boolean(data.value?.nextCursor)),
    isPaused: computed(() => settings.value?.isPaused ?? false),
    error,
    isLoadingMore,
    moreError,
    refresh,
    loadMore,
    remove,
    clear,
    setPaused,
  }
}

/** What was watched again between two pages may be on both. */
function append(before: Page<HistoryItemView>, next: Page<HistoryItemView>): Page<HistoryItemView> {
  const known = new Set(before.items.map((item) => item.id))
  return {
    items: [...before.items, ...next.items.filter((item) => !known.has(item.id))],
    nextCursor: next.nextCursor,
  }
}
