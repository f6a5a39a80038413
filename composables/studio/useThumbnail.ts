import type { VideoView } from '#shared/videos'
import { sendBytes } from '~/composables/send-bytes'
import { useApi } from '~/composables/useApi'

const LOOK_EVERY_MS = 1000
/** The job waits behind encodes at worst; after that the page says so when it is opened again. */
const PATIENCE_MS = 120_000

/** Chooses the picture of a video. Both reject with ApiError. */
export function useThumbnail(videoId: () => string) {
  const api = useApi()
  let isGone = false
  onScopeDispose(() => (isGone = true))

  /** Until the frame is cut, or it is clear that it will not be; `onView` is given every view on the way. */
  async function followMaking(onView: (video: VideoView) => void): Promise<void> {
    const givesUpAt = Date.now() + PATIENCE_MS
    while (!isGone && Date.now() < givesUpAt) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
      const video = await api<VideoView>(`/api/videos/${videoId()}`)
      if (isGone) return
      onView(video)
      if (video.thumbnailState !== 'making') return
    }
  }

  return {
    chooseFrame: (seconds: number) =>
      api<VideoView>(`/api/videos/${videoId()}/thumbnail`, { method: 'PUT', body: { seconds } }),
    sendPicture: (file: Blob, onProgress: (share: number) => void) =>
      sendBytes<VideoView>(`/api/videos/${videoId()}/thumbnail/picture`, file, onProgress),
    followMaking,
  }
}
