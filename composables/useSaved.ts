import type { SavedView } from '#shared/saved'
import { toApiError } from '~/composables/api-error'
import { useApi } from '~/composables/useApi'
import { usePages } from '~/composables/usePages'

/** What the signed-in person saved, page after page. The actions reject with ApiError. */
export function useSaved() {
  const api = useApi()
  const { drop, ...pages } = usePages<SavedView>('/api/saved', { keyOf: ({ item }) => item.id })

  /** Goes from the list at once, and comes back where the server refused. */
  async function remove({ item }: SavedView): Promise<void> {
    const undo = drop(item.id)
    try {
      await api(`/api/saved/${item.kind}/${item.id}`, { method: 'DELETE' })
    } catch (cause) {
      undo()
      throw toApiError(cause)
    }
  }

  /** As the last one saved: that is when it was. */
  async function putBack({ item }: SavedView): Promise<void> {
    await api(`/api/saved/${item.kind}/${item.id}`, { method: 'PUT' })
    await pages.refresh()
  }

  return { ...pages, remove, putBack }
}
