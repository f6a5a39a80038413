import type { MoveVideoBody, StorageView } from '#shared/storage'
import { useApi } from '~/composables/useApi'

/** What an admin can do to one stored video. All reject with ApiError. */
export function useStoredVideo() {
  const api = useApi()
  return {
    find: (videoId: string) => api<StorageView>(`/api/videos/${videoId}/storage`),
    move: (videoId: string, to: MoveVideoBody['to']) =>
      api('/api/admin/tiers/moves', { method: 'POST', body: { videoId, to } satisfies MoveVideoBody }),
    hold: (videoId: string, reason: string) =>
      api(`/api/admin/tiers/holds/${videoId}`, { method: 'POST', body: { reason } }),
    release: (videoId: string) => api(`/api/admin/tiers/holds/${videoId}`, { method: 'DELETE' }),
  }
}

/** Of an address of a video's page, or of an id as it is; null where there is none in it. */
export function videoIdIn(text: string): string | null {
  return /(?:^|\/watch\/|\/studio\/)([0-9a-f]{24})(?:$|[/?#])/.exec(text.trim())?.[1] ?? null
}
