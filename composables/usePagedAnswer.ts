import type { Page } from '#shared/common'
import { toApiError, type ApiError } from '~/composables/api-error'

interface PagedAnswer<Item, Answer extends Page<Item>> {
  /** Names the list: another key is another list. */
  key: Ref<string>
  /** The first page without a cursor. */
  fetchPage(cursor?: string): Promise<Answer>
  /** What tells one item from another. */
  keyOf(item: Item): string
  /** False: not on the server. */
  server?: boolean
}

/** A list of the API with whatever else its answer says, page after page. The first comes with the server's HTML. */
export function usePagedAnswer<Item, Answer extends Page<Item>>({
  key,
  fetchPage,
  keyOf,
  server = true,
}: PagedAnswer<Item, Answer>) {
  const { data, error, status, refresh } = useAsyncData<Answer>(key, () => fetchPage(), {
    lazy: true,
    server,
  })
  const answer = data as Ref<Answer | undefined>
  const isLoadingMore = ref(false)
  const moreError = ref<ApiError | null>(null)

  async function loadMore(): Promise<void> {
    const cursor = answer.value?.nextCursor
    if (!cursor || isLoadingMore.value) return
    isLoadingMore.value = true
    moreError.value = null
    try {
      const next = await fetchPage(cursor)
      // the list may have been replaced (another one, a refresh) while this page travelled
      const before = answer.value
      if (before?.nextCursor === cursor) answer.value = { ...next, items: joined(before.items, next.items) }
    } catch (cause) {
      moreError.value = toApiError(cause)
    } finally {
      isLoadingMore.value = false
    }
  }

  /** An item that arrived between two pages may be on both. */
  function joined(before: readonly Item[], next: readonly Item[]): Item[] {
    const known = new Set(before.map(keyOf))
    return [...before, ...next.filter((item) => !known.has(keyOf(item)))]
  }

  /** An item as it is now: it keeps its place. */
  function replace(changed: Item): void {
    const before = answer.value
    if (!before) return
    const items = before.items.map((item) => (keyOf(item) === keyOf(changed) ? changed : item))
    answer.value = { ...before, items }
  }

  return {
    answer,
    items: computed<Item[]>(() => answer.value?.items ?? []),
    hasMore: computed(() => Boolean(answer.value?.nextCursor)),
    isLoading: computed(() => !answer.value && !error.value && status.value !== 'success'),
    error,
    isLoadingMore,
    moreError,
    refresh,
    loadMore,
    replace,
  }
}
