import type { FeedItem, FeedPage } from '#shared/feed'
import { toApiError, type ApiError } from '~/composables/api-error'
import { withoutDismissed, type Dismissals } from '~/composables/feed/dismissed-items'
import { keyOf } from '~/composables/feed/item-key'
import { useApi } from '~/composables/useApi'

/** Small, as the first of them come with the page. */
const PAGE_SIZE = 10

interface FeedOptions {
  /** combinedTopicName; null over all topics. */
  topic(): string | null
  /** With what was seen before. */
  isAgain(): boolean
  dismissals(): Dismissals
}

/** One sequence of the feed, page after page. */
export function useFeed({ topic, isAgain, dismissals }: FeedOptions) {
  const api = useApi()
  const path = computed(() => pathOf(topic()))
  const fetchPage = (cursor?: string) => {
    const from = cursor ? { cursor } : isAgain() ? { again: 'true' } : {}
    return api<FeedPage>(path.value, { query: { limit: PAGE_SIZE, ...from } })
  }
  const key = computed(() => `feed:${path.value}${isAgain() ? ':again' : ''}`)
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
      // another sequence may stand there by now, or this one from its beginning
      if (data.value?.nextCursor === before.nextCursor) data.value = append(data.value, next)
    } catch (cause) {
      moreError.value = toApiError(cause)
    } finally {
      isLoadingMore.value = false
    }
  }

  /** An item as it is now: it keeps its place. */
  function replace(changed: FeedItem): void {
    const before = data.value
    if (!before) return
    const items = before.items.map((item) => (keyOf(item) === keyOf(changed) ? changed : item))
    data.value = { ...before, items }
  }

  return {
    items: computed(() => withoutDismissed(data.value?.items ?? [], dismissals())),
    /** What stands after the last item; null while there is more. */
    end: computed(() => (data.value?.nextCursor === null ? data.value.end : null)),
    hasMore: computed(() => Boolean(data.value?.nextCursor)),
    isLoading: computed(() => !data.value && !error.value && status.value !== 'success'),
    error,
    isLoadingMore,
    moreError,
    refresh,
    loadMore,
    replace,
  }
}

function pathOf(topic: string | null): string {
  if (topic === null) return '/api/feed'
  // it comes from the address: whatever somebody wrote there stays within this path
  return `/api/feed/topics/${topic.split('/').map(encodeURIComponent).join('/')}`
}

function append(before: FeedPage, next: FeedPage): FeedPage {
  const known = new Set(before.items.map(keyOf))
  return { ...next, items: [...before.items, ...next.items.filter((item) => !known.has(keyOf(item)))] }
}
