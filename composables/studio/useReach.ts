import type { ReachView } from '#shared/studio'
import { useApi } from '~/composables/useApi'

export type Reach = ReachView['items'][number]

const MAX_IDS = 100

/** Views of 28 days of each of these videos, as they come into the list; without a word where they cannot be had. */
export function useReach(ids: () => readonly string[]) {
  const api = useApi()
  const known = shallowReactive(new Map<string, Reach>())

  async function load(): Promise<void> {
    const missing = ids().filter((id) => !known.has(id))
    for (let from = 0; from < missing.length; from += MAX_IDS) {
      const query = { ids: missing.slice(from, from + MAX_IDS).join(',') }
      const { items } = await api<ReachView>('/api/me/reach', { query })
      for (const item of items) known.set(item.id, item)
    }
  }

  onMounted(() => {
    watch(ids, () => void load().catch(() => undefined), { immediate: true })
  })
  return { reachOf: (id: string) => known.get(id) ?? null }
}
