import type { ClipView, CreateClipBody, UpdateClipBody } from '#shared/clips'
import type { Page } from '#shared/common'
import { inOrder } from '~/composables/clip/chapters'
import { useApi, type Api } from '~/composables/useApi'

/** Every clip of a video in the order of their start; a video has at most 500. */
export function useClipsOfVideo(videoId: MaybeRefOrGetter<string | undefined>) {
  const api = useApi()
  const key = computed(() => `clips-of:${toValue(videoId) ?? ''}`)
  const { data, error, status, refresh } = useAsyncData(
    key,
    async () => {
      const id = toValue(videoId)
      return id ? loadAll(api, `/api/videos/${id}/clips`) : []
    },
    { lazy: true, default: () => [] as ClipView[] },
  )

  // while the page is made on the server nothing is fetched under a key that came later
  const clips = computed(() => data.value ?? [])

  function put(clip: ClipView): void {
    data.value = inOrder([...clips.value.filter(({ id }) => id !== clip.id), clip])
  }

  function drop(clipId: string): void {
    data.value = clips.value.filter(({ id }) => id !== clipId)
  }

  const isLoading = computed(() => status.value === 'pending' && clips.value.length === 0)
  return { clips, error, isLoading, refresh, put, drop }
}

/** One clip for its own page. */
export function useClip(id: MaybeRefOrGetter<string>) {
  const api = useApi()
  const key = computed(() => `clip:${toValue(id)}`)
  const answer = useAsyncData(key, () => api<ClipView>(`/api/clips/${toValue(id)}`), { lazy: true })
  return { clip: answer.data, error: answer.error, refresh: answer.refresh, answer }
}

/** What the creator of a video does to its clips. All reject with ApiError. */
export function useClipActions() {
  const api = useApi()
  return {
    createClip: (videoId: string, body: CreateClipBody) =>
      api<ClipView>(`/api/videos/${videoId}/clips`, { method: 'POST', body }),
    updateClip: (id: string, body: UpdateClipBody) =>
      api<ClipView>(`/api/clips/${id}`, { method: 'PATCH', body }),
    deleteClip: (id: string) => api(`/api/clips/${id}`, { method: 'DELETE' }),
  }
}

async function loadAll(api: Api, path: string): Promise<ClipView[]> {
  const all: ClipView[] = []
  let cursor: string | null = null
  do {
    const page: Page<ClipView> = await api<Page<ClipView>>(path, {
      query: { limit: 100, ...(cursor && { cursor }) },
    })
    all.push(...page.items)
    cursor = page.nextCursor
  } while (cursor)
  return all
}
