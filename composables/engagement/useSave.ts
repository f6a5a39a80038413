import type { FeedThing } from '#shared/feed'
import { toApiError, type ApiError } from '~/composables/api-error'
import { useApi } from '~/composables/useApi'

export interface SaveTarget extends FeedThing {
  isSaved: boolean
}

/**
 * Whether an item is put by for later. A press shows at once; presses while one is on its way are gathered, and the
 * last wins. What the server refuses goes back to how it was.
 */
export function useSave(target: () => SaveTarget, onError: (error: ApiError) => void) {
  const api = useApi()
  const known = ref(target().isSaved)
  const wish = ref<boolean>()
  const isSaved = computed(() => wish.value ?? known.value)
  let isSending = false

  watch(
    () => [target().id, target().isSaved],
    () => (known.value = target().isSaved),
  )

  function toggle(): void {
    wish.value = !isSaved.value
    if (!isSending) void send()
  }

  async function send(): Promise<void> {
    isSending = true
    try {
      while (wish.value !== undefined && wish.value !== known.value) {
        const wanted = wish.value
        const { kind, id } = target()
        await api(`/api/saved/${kind}/${id}`, { method: wanted ? 'PUT' : 'DELETE' })
        known.value = wanted
      }
    } catch (cause) {
      onError(toApiError(cause))
    } finally {
      wish.value = undefined
      isSending = false
    }
  }

  return { isSaved, toggle }
}
