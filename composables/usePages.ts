import type { Page } from '#shared/common'
import { toApiError, type ApiError } from '~/composables/api-error'
import { useApi } from '~/composables/useApi'

interface PagesOptions {
  query?: MaybeRefOrGetter<Record<string, string | undefined>>
  /** False for what is one person's own: it is not needed for the first paint. */
  server?: boolean
}

/** Any list of the API, page after page. The first comes with the server's HTML; `loadMore` appends the next. */
export function usePages<Item extends { id: string }>(
  path: MaybeRefOrGetter<string>,
  { query = {}, server = true }: PagesOptions = {},
) {
  const api = useApi()
  const fetchPage = (cursor?: string) =>
    api<Page<Item>>(toValue(path), { query: { ...toValue(query), cursor } })
  const key = computed(() => `pages:${toValue(path)}?${JSON.stringify(toValue(query))}`)
  const { data, error, status, refresh } = useAsyncData(key, () => fetchPage(), { lazy: true, server })

  const isLoadingMore = ref(false)
  const moreError = ref<ApiError | null>(null)

  async function loadMore(): Promise<void> {
    const before = data.value
    if (!before?.nextCursor || isLoadingMore.value) return
    isLoadingMore.value = true
    moreError.value = null
    try {
      const next = await fetchPage(before.nextCursor)
      // the list may have been replaced (another one, a refresh) while this page travelled
      if (data.value?.nextCursor === before.nextCursor) data.value = append(data.value, next)
    } catch (cause) {
      moreError.value = toApiError(cause)
    } finally {
      isLoadingMore.value = false
    }
  }

  function replace(item: Item): void {
    const before = data.value
    if (!before) return
    const items = before.items.map((each) => (each.id === item.id ? item : each))
    data.value = { ...before, items }
  }

  /** Takes an item out at once; what it gives back puts the list as it was. */
  function drop(id: string): () => void {
    const before = data.value
    if (before) data.value = { ...before, items: before.items.filter((item) => item.id !== id) }
    return () => (data.value = before)
  }

  return {
    items: computed<Item[]>(() => data.value?.items ?? []),
    hasMore: computed(() => Boolean(data.value?.nextCursor)),
    isLoading: computed(() => !data.value && !error.value && status.value !== 'success'),
    error,
    isLoadingMore,
    moreError,
    refresh,
    loadMore,
    replace,
    drop,
  }
}

/** An item that arrived between two pages may be on both. */
function append<Item extends { id: string }>(before: Page<Item>, next: Page<Item>): Page<Item> {
  const known = new Set(before.items.map((item) => item.id))
  return {
    items: [...before.items, ...next.items.filter((item) => !known.has(item.id))],
    nextCursor: next.nextCursor,
  }
}
