import type { ListVideosQuery, VideoView } from '#shared/videos'
import { usePages } from '~/composables/usePages'

type VideoFilter = Pick<ListVideosQuery, 'topic' | 'owner' | 'q' | 'sort'>

/** A list of videos, page after page. */
export function useVideos(filter: MaybeRefOrGetter<VideoFilter> = {}) {
  const { items: videos, ...pages } = usePages<VideoView>('/api/videos', {
    query: () => ({ ...toValue(filter) }),
  })
  return { videos, ...pages }
}
