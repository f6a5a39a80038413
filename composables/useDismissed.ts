import type { DismissalView } from '#shared/feed'
import { toApiError } from '~/composables/api-error'
import { useApi } from '~/composables/useApi'
import { usePages } from '~/composables/usePages'

/** What the signed-in person left out of their feed, page after page. */
export function useDismissed() {
  const api = useApi()
  const { drop, ...pages } = usePages<DismissalView>('/api/feed/dismissals', { server: false })

  /**
   * Goes from the list at once, and comes back where the server refused.
   * @throws ApiError
   */
  async function takeBack({ id }: DismissalView): Promise<void> {
    const undo = drop(id)
    try {
      await api(`/api/feed/dismissals/${id}`, { method: 'DELETE' })
    } catch (cause) {
      const failure = toApiError(cause)
      // taken back elsewhere already
      if (failure.statusCode === 404) return
      undo()
      throw failure
    }
  }

  return { ...pages, takeBack }
}
