import type { UpdateVideoBody, VideoView } from '#shared/videos'
import { useApi } from '~/composables/useApi'

/** One video for its own page. */
export function useVideo(id: MaybeRefOrGetter<string>) {
  const api = useApi()
  const key = computed(() => `video:${toValue(id)}`)
  const answer = useAsyncData(key, () => api<VideoView>(`/api/videos/${toValue(id)}`), {
    lazy: true,
  })
  return { video: answer.data, error: answer.error, refresh: answer.refresh, answer }
}

/** What the owner can do to a video, from whatever page it is shown on. Both reject with ApiError. */
export function useVideoActions() {
  const api = useApi()
  return {
    updateVideo: (id: string, body: UpdateVideoBody) =>
      api<VideoView>(`/api/videos/${id}`, { method: 'PATCH', body }),
    deleteVideo: (id: string) => api(`/api/videos/${id}`, { method: 'DELETE' }),
  }
}
