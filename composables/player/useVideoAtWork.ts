import type { VideoView } from '#shared/videos'
import type { Subject } from '~/composables/player/now-playing'
import { usePlaying } from '~/composables/player/usePlaying'

/**
 * The player where a creator works on a video: nothing is counted, no captions are shown, and it ends with the page.
 * @param purpose keeps apart what plays in several places of the studio
 */
export function useVideoAtWork(purpose: string, video: () => VideoView) {
  const subject = computed<Subject | null>(() => {
    const { id, title, uploader, thumbnailURL, storyboardURL, playbackURL, duration } = video()
    if (!playbackURL) return null
    return {
      kind: 'video',
      id,
      title,
      creator: uploader.name,
      poster: thumbnailURL || null,
      storyboardUrl: storyboardURL,
      chapters: [],
      to: { name: 'watch-id', params: { id } },
      source: { videoId: id, playlistUrl: playbackURL, duration, captions: [] },
    }
  })
  const playing = usePlaying(`${purpose}:${video().id}`, () => subject.value, { isWork: true })
  playing.player.keepExact()
  return { subject, playing, player: playing.player }
}
