import type { VideoView } from '#shared/videos'
import { firstUnplayed } from '~/composables/player/next-up'
import type { Playing, Step } from '~/composables/player/now-playing'
import { usePlayedBefore } from '~/composables/player/usePlayedBefore'
import { useVideos } from '~/composables/useVideos'

/** What there is beside the video of a page, and what of it came before and comes after. */
export function useOtherVideos(
  id: string,
  video: Readonly<Ref<VideoView | null | undefined>>,
  { next, previous }: Pick<Playing, 'next' | 'previous'>,
) {
  const { videos, isLoading } = useVideos()
  const before = usePlayedBefore(id)
  const others = computed(() => videos.value.filter((other) => other.id !== id))
  watch(before.previous, (step) => (previous.value = step), { immediate: true })
  watch(
    () => firstUnplayed(others.value, before.ids.value),
    (other) => (next.value = other ? stepTo(other) : null),
    { immediate: true },
  )
  watch(video, (shown) => shown && import.meta.client && before.remember(stepTo(shown)), {
    immediate: true,
    once: true,
  })
  return { others, isLoading }
}

function stepTo(other: VideoView): Step {
  const to = { name: 'watch-id' as const, params: { id: other.id }, state: { source: 'up_next' } }
  return { title: other.title, poster: other.thumbnailURL || null, to, isOfPath: false }
}
