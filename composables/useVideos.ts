import type { Page } from '#shared/common'
import type { ListVideosQuery, VideoView } from '#shared/videos'
import { toApiError, type ApiError } from '~/composables/api-error'
import { useApi } from '~/composables/useApi'

type VideoFilter = Pick<ListVideosQuery, 'topic' | 'owner'>

/** A list of videos, page after page. The first page comes with the server's HTML; `loadMore` appends the next. */
export function useVideos(filter: MaybeRefOrGetter<VideoFilter> = {}) {
  const api = useApi()
  const fetchPage = (cursor?: string) =>
    api<Page<VideoView>>('/api/videos', { query: { ...toValue(filter), cursor } })

  const key = computed(() => `videos:${toValue(filter).owner ?? ''}:${toValue(filter).topic ?? ''}`)
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
      // the list may have been replaced (another topic, a refresh) while this page travelled
      if (data.value === before) data.value = append(before, next)
    } catch (cause) {
      moreError.value = toApiError(cause)
    } finally {
      isLoadingMore.value = false
    }
  }

  function replace(video: VideoView): void {
    update((items) => items.map((item) => (item.id === video.id ? video : item)))
  }

  function drop(videoId: string): void {
    update((items) => items.filter((item) => item.id !== videoId))
  }

  function update(change: (items: VideoView[]) => VideoView[]): void {
    if (data.value) data.value = { ...data.value, items: change(data.value.items) }
  }

  return {
    videos: computed(() => data.value?.items ?? []),
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

/** A video that arrived between two pages may be on both. */
function append(before: Page<VideoView>, next: Page<VideoView>): Page<VideoView> {
  const known = new Set(before.items.map((item) => item.id))
  return {
    items: [...before.items, ...next.items.filter((item) => !known.has(item.id))],
    nextCursor: next.nextCursor,
  }
}
