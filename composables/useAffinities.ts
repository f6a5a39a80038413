import type { UpdateAffinityBody, UserAffinitiesView } from '#shared/recommendations'
import { toApiError } from '~/composables/api-error'
import { useApi } from '~/composables/useApi'

type OwnTopic = UserAffinitiesView['topics'][number]
export type AffinityAction = UpdateAffinityBody['action']

/** How a topic looks once the server has done this; null when it leaves the list. */
const AFTER: Record<AffinityAction, (topic: OwnTopic) => OwnTopic | null> = {
  pin: (topic) => ({ ...topic, isPinned: true, isMuted: false }),
  unpin: (topic) => ({ ...topic, isPinned: false }),
  mute: (topic) => ({ ...topic, isMuted: true, isPinned: false }),
  unmute: (topic) => ({ ...topic, isMuted: false }),
  reset: () => null,
}

/** What the person cares for. A change shows at once and is taken back, with the reason, where it fails. */
export function useAffinities() {
  const api = useApi()
  const topics = ref<OwnTopic[] | null>(null)
  const problem = ref('')
  let latest = 0

  async function load(): Promise<void> {
    await follow(() => api<UserAffinitiesView>('/api/me/affinities'))
  }

  async function change(topic: string, action: AffinityAction): Promise<void> {
    topics.value = (topics.value ?? []).flatMap((each) =>
      each.topic === topic ? (AFTER[action](each) ?? []) : [each],
    )
    const body = { topic, action } satisfies UpdateAffinityBody
    await follow(() => api<UserAffinitiesView>('/api/me/affinities', { method: 'PATCH', body }))
  }

  async function forgetAll(): Promise<void> {
    topics.value = []
    await follow(() => api<UserAffinitiesView>('/api/me/affinities', { method: 'DELETE' }))
  }

  /** Of changes in quick order the answer to the last is the list. */
  async function follow(ask: () => Promise<UserAffinitiesView>): Promise<void> {
    const turn = ++latest
    try {
      const answer = await ask()
      problem.value = ''
      if (turn === latest) topics.value = answer.topics
    } catch (error) {
      problem.value = toApiError(error).message
      if (turn === latest) await restore(turn)
    }
  }

  async function restore(turn: number): Promise<void> {
    const answer = await api<UserAffinitiesView>('/api/me/affinities').catch(() => null)
    if (turn === latest && answer) topics.value = answer.topics
  }

  return { topics: readonly(topics), problem: readonly(problem), load, change, forgetAll }
}
