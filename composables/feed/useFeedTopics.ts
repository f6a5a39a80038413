import type { FeedTopicView } from '#shared/feed'
import { useApi } from '~/composables/useApi'

/** The sequences that one can switch to; none where they cannot be had: the feed itself is there all the same. */
export function useFeedTopics() {
  const api = useApi()
  const { data, refresh } = useAsyncData(
    'feed-topics',
    () => api<{ items: FeedTopicView[] }>('/api/feed/topics'),
    { lazy: true },
  )
  return { topics: computed<FeedTopicView[]>(() => data.value?.items ?? []), refresh }
}
