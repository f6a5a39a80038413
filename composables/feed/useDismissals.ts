import type { FeedItem } from '#shared/feed'
import { toApiError, type ApiError } from '~/composables/api-error'
import type { DismissalScope } from '~/composables/feed/dismissed-items'
import { keyOf, thingOf } from '~/composables/feed/item-key'
import { useApi } from '~/composables/useApi'
import { useSession } from '~/composables/useSession'

/**
 * What somebody is not interested in. It shows at once, and goes back where the server refuses; a guest's counts until
 * the page is left.
 */
export function useDismissals(onError: (error: ApiError) => void) {
  const api = useApi()
  const { isSignedIn } = useSession()
  const dismissals = ref<ReadonlyMap<string, DismissalScope>>(new Map())

  async function dismiss(item: FeedItem, scope: DismissalScope): Promise<void> {
    await change(item, scope, () =>
      api('/api/feed/dismissals', { method: 'POST', body: { ...thingOf(item), scope } }),
    )
  }

  async function takeBack(item: FeedItem): Promise<void> {
    const scope = dismissals.value.get(keyOf(item))
    if (!scope) return
    await change(item, undefined, () =>
      api('/api/feed/dismissals', { method: 'DELETE', body: { ...thingOf(item), scope } }),
    )
  }

  async function change(item: FeedItem, scope: DismissalScope | undefined, send: () => Promise<void>) {
    const before = dismissals.value.get(keyOf(item))
    set(keyOf(item), scope)
    if (!isSignedIn.value) return
    try {
      await send()
    } catch (cause) {
      set(keyOf(item), before)
      onError(toApiError(cause))
    }
  }

  function set(key: string, scope: DismissalScope | undefined): void {
    const next = new Map(dismissals.value)
    if (scope) next.set(key, scope)
    else next.delete(key)
    dismissals.value = next
  }

  return { dismissals, dismiss, takeBack }
}
