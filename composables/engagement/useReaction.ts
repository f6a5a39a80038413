import type { CountersView, Reaction, TargetKind } from '#shared/engagement'
import { toApiError, type ApiError } from '~/composables/api-error'
import { reacted } from '~/composables/engagement/reacted'
import { useApi } from '~/composables/useApi'

export interface ReactionTarget extends CountersView {
  kind: Exclude<TargetKind, 'comment'>
  id: string
}

/**
 * One's like or dislike of an item. A press shows at once; presses while one is on its way are gathered, and the last
 * wins. What the server refuses goes back to how it was.
 */
export function useReaction(target: () => ReactionTarget, onError: (error: ApiError) => void) {
  const api = useApi()
  const known = ref<CountersView>(countersOf(target()))
  const wish = ref<Reaction | null | undefined>()
  const counters = computed(() => (wish.value === undefined ? known.value : reacted(known.value, wish.value)))
  let isSending = false

  watch(
    () => JSON.stringify([target().id, countersOf(target())]),
    () => (known.value = countersOf(target())),
  )

  function toggle(reaction: Reaction): void {
    wish.value = counters.value.myReaction === reaction ? null : reaction
    if (!isSending) void send()
  }

  async function send(): Promise<void> {
    isSending = true
    try {
      while (wish.value !== undefined && wish.value !== known.value.myReaction) {
        known.value = await deliver(target(), wish.value, known.value.myReaction)
      }
    } catch (cause) {
      onError(toApiError(cause))
    } finally {
      wish.value = undefined
      isSending = false
    }
  }

  function deliver(to: ReactionTarget, wanted: Reaction | null, standing: Reaction | null) {
    const path = `/api/${to.kind}s/${to.id}`
    return wanted
      ? api<CountersView>(`${path}/${wanted}`, { method: 'POST' })
      : api<CountersView>(`${path}/${standing ?? 'like'}`, { method: 'DELETE' })
  }

  return { counters, toggle }
}

function countersOf({ viewCount, likeCount, dislikeCount, myReaction }: CountersView): CountersView {
  return { viewCount, likeCount, dislikeCount, myReaction }
}
