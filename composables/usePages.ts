import type { Page } from '#shared/common'
import { toApiError, type ApiError } from '~/composables/api-error'
import { useApi } from '~/composables/useApi'

interface PagesOptions<Item> {
  query?: MaybeRefOrGetter<Record<string, string | number | undefined>>
  /** False for what is one person's own: it is not needed for the first paint. */
  server?: boolean
  /** What tells one item from another; its id unless told. */
  keyOf?: (item: Item) => string
}

/**
 * Any list of the API, page after page. The first comes with the server's HTML; `loadMore` appends the next. Nothing is
 * asked for while `path` is null.
 */
export function usePages<Item>(
  path: MaybeRefOrGetter<string | null>,
  { query = {}, server = true, keyOf = idOf }: PagesOptions<Item> = {},
) {
  const api = useApi()
  const fetchPage = async (cursor?: string): Promise<Page<Item>> => {
    const from = toValue(path)
    if (from === null) return { items: [], nextCursor: null }
    return api<Page<Item>>(from, { query: { ...toValue(query), cursor } })
  }
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
      if (data.value?.nextCursor === before.nextCursor) data.value = append(data.value, next, keyOf)
    } catch (cause) {
      moreError.value = toApiError(cause)
    } finally {
      isLoadingMore.value = false
    }
  }

  function replace(item: Item): void {
    const before = data.value
    if (!before) return
    const items = before.items.map((each) => (keyOf(each) === keyOf(item) ? item : each))
    data.value = { ...before, items }
  }

  /** Takes an item out at once; what it gives back puts the list as it was. */
  function drop(key: string): () => void {
    const before = data.value
    if (before) data.value = { ...before, items: before.items.filter((item) => keyOf(item) !== key) }
    return () => (data.value = before)
  }

  function clear(): void {
    data.value = { items: [], nextCursor: null }
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
    clear,
  }
}

function idOf(item: unknown): string {
  return String((item as { id?: unknown }).id)
}

/** An item that arrived between two pages may be on both. */
function append<Item>(before: Page<Item>, next: Page<Item>, keyOf: (item: Item) => string): Page<Item> {
  const known = new Set(before.items.map(keyOf))
  return {
    items: [...before.items, ...next.items.filter((item) => !known.has(keyOf(item)))],
    nextCursor: next.nextCursor,
  }
}
