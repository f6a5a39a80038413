import type { HistoryItemView, HistorySettings } from '#shared/history'
import { toApiError } from '~/composables/api-error'
import { useApi } from '~/composables/useApi'
import { usePages } from '~/composables/usePages'

/** What the signed-in person watched, page after page, and what they can do about it. The actions reject with ApiError. */
export function useHistory() {
  const api = useApi()
  const { drop, clear: empty, ...pages } = usePages<HistoryItemView>('/api/me/history')
  const { data: settings } = useAsyncData(
    'history-settings',
    () => api<HistorySettings>('/api/me/history/settings'),
    { lazy: true },
  )

  /** Goes from the list at once, and comes back where the server refused. */
  async function remove(item: HistoryItemView): Promise<void> {
    drop(item.id)
    try {
      await api(`/api/me/history/${item.id}`, { method: 'DELETE' })
    } catch (cause) {
      const failure = toApiError(cause)
      if (failure.statusCode === 404) return
      await pages.refresh()
      throw failure
    }
  }

  async function clear(): Promise<void> {
    await api('/api/me/history', { method: 'DELETE' })
    empty()
  }

  async function setPaused(isPaused: boolean): Promise<void> {
    settings.value = await api<HistorySettings>('/api/me/history/settings', {
      method: 'PUT',
      body: { isPaused },
    })
  }

  return { ...pages, isPaused: computed(() => settings.value?.isPaused ?? false), remove, clear, setPaused }
}
