import type { ClipView } from '#shared/clips'
import type { Page } from '#shared/common'
import { toApiError, type ApiError } from '~/composables/api-error'
import { useApi } from '~/composables/useApi'

/** The clips of a topic and its subtopics, newest first, page after page. */
export function useTopicClips(topic: string) {
  const api = useApi()
  const fetchPage = (cursor?: string) =>
    api<Page<ClipView>>('/api/clips', { query: { topic, limit: 12, ...(cursor && { cursor }) } })
  const { data, error } = useAsyncData(`topic-clips:${topic}`, () => fetchPage(), { lazy: true })
  const isLoadingMore = ref(false)
  const moreError = ref<ApiError | null>(null)

  async function loadMore(): Promise<void> {
    const before = data.value
    if (!before?.nextCursor || isLoadingMore.value) return
    isLoadingMore.value = true
    moreError.value = null
    try {
      const next = await fetchPage(before.nextCursor)
      data.value = { items: [...before.items, ...next.items], nextCursor: next.nextCursor }
    } catch (cause) {
      moreError.value = toApiError(cause)
    } finally {
      isLoadingMore.value = false
    }
  }

  return {
    clips: computed(() => data.value?.items ?? []),
    hasMore: computed(() => Boolean(data.value?.nextCursor)),
    error,
    isLoadingMore,
    moreError,
    loadMore,
  }
}
