import type { Page } from '#shared/common'
import type { SearchKind, SearchResult } from '#shared/search'
import { toApiError, type ApiError } from '~/composables/api-error'
import { useApi } from '~/composables/useApi'

export interface Search {
  question: string
  kind: SearchKind
}

/** Results, page after page. The first comes with the server's HTML; nothing is asked for without a question. */
export function useSearch(search: MaybeRefOrGetter<Search>) {
  const api = useApi()
  const fetchPage = (cursor?: string): Promise<Page<SearchResult>> => {
    const { question, kind } = toValue(search)
    if (!question) return Promise.resolve({ items: [], nextCursor: null })
    return api<Page<SearchResult>>('/api/search', { query: { q: question, kind, cursor } })
  }
  const key = computed(() => `search:${toValue(search).kind}:${toValue(search).question}`)
  const { data, error, status, refresh } = useAsyncData(key, () => fetchPage(), { lazy: true })
  const isLoadingMore = ref(false)
  const moreError = ref<ApiError | null>(null)

  async function loadMore(): Promise<void> {
    const before = data.value
    if (!before?.nextCursor || isLoadingMore.value) return
    isLoadingMore.value = true
    moreError.value = null
    try {
      const next = await fetchPage(before.nextCursor)
      if (data.value === before) data.value = append(before, next)
    } catch (cause) {
      moreError.value = toApiError(cause)
    } finally {
      isLoadingMore.value = false
    }
  }

  return {
    results: computed(() => data.value?.items ?? []),
    hasMore: computed(() => Boolean(data.value?.nextCursor)),
    isLoading: computed(() => !data.value && !error.value && status.value !== 'success'),
    error,
    isLoadingMore,
    moreError,
    refresh,
    loadMore,
  }
}

/** One of its kind, also where the same video has said several things. */
export function resultKey(result: SearchResult): string {
  switch (result.kind) {
    case 'video':
      return `video:${result.video.id}`
    case 'clip':
      return `clip:${result.clip.id}`
    case 'topic':
      return `topic:${result.topic.id}`
    case 'person':
      return `person:${result.person.id}`
    case 'caption':
      return `caption:${result.caption.video.id}:${result.caption.language}:${result.caption.startSeconds}`
  }
}

/** What became better known between two pages may be on both. */
function append(before: Page<SearchResult>, next: Page<SearchResult>): Page<SearchResult> {
  const known = new Set(before.items.map(resultKey))
  return {
    items: [...before.items, ...next.items.filter((result) => !known.has(resultKey(result)))],
    nextCursor: next.nextCursor,
  }
}
