import type { Page } from '#shared/common'
import type { TopicView } from '#shared/topics'
import { useApi } from '~/composables/useApi'

/** Topics to choose from, loaded once for the whole app; empty where they cannot be had. */
export function useTopics() {
  const api = useApi()
  const topics = useState<TopicView[] | null>('topics', () => null)

  async function load(): Promise<void> {
    topics.value ??= await loadAll()
  }

  async function loadAll(): Promise<TopicView[]> {
    const all: TopicView[] = []
    let cursor: string | null = null
    do {
      const page: Page<TopicView> = await api<Page<TopicView>>('/api/topics', {
        query: { limit: 100, ...(cursor && { cursor }) },
      })
      all.push(...page.items)
      cursor = page.nextCursor
    } while (cursor)
    return all
  }

  return { topics: computed(() => topics.value ?? []), load }
}
