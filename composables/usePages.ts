import type { Page } from '#shared/common'
import { useApi } from '~/composables/useApi'
import { usePagedAnswer } from '~/composables/usePagedAnswer'

interface PagesOptions<Item> {
  query?: MaybeRefOrGetter<Record<string, string | number | undefined>>
  /** False for what is one person's own: it is not needed for the first paint. */
  server?: boolean
  /** What tells one item from another; its id unless told. */
  keyOf?: (item: Item) => string
}

/** Any list of the API, page after page. Nothing is asked for while `path` is null. */
export function usePages<Item>(
  path: MaybeRefOrGetter<string | null>,
  { query = {}, server, keyOf = idOf }: PagesOptions<Item> = {},
) {
  const api = useApi()
  const fetchPage = async (cursor?: string): Promise<Page<Item>> => {
    const from = toValue(path)
    if (from === null) return { items: [], nextCursor: null }
    return api<Page<Item>>(from, { query: { ...toValue(query), cursor } })
  }
  const key = computed(() => `pages:${toValue(path)}?${JSON.stringify(toValue(query))}`)
  const { answer, ...list } = usePagedAnswer<Item, Page<Item>>({ key, fetchPage, keyOf, server })

  /** Takes an item out at once; what it gives back puts the list as it was. */
  function drop(key: string): () => void {
    const before = answer.value
    if (before) answer.value = { ...before, items: before.items.filter((item) => keyOf(item) !== key) }
    return () => (answer.value = before)
  }

  function clear(): void {
    answer.value = { items: [], nextCursor: null }
  }

  return { ...list, drop, clear }
}

function idOf(item: unknown): string {
  return String((item as { id?: unknown }).id)
}
