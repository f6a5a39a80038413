import type { VideoState } from '#shared/videos'

/**
 * Whether the first rendition is playing, the whole ladder is out, and the first will be removed. `subject`: what plays,
 * from whose beginning the state counts.
 */
export function useBetterOut(state: () => VideoState | undefined, subject: Readonly<Ref<unknown>>) {
  const played = ref<VideoState | null>(null)
  const takeUp = () => void (played.value = state() ?? null)
  watch(subject, (now) => now && !played.value && takeUp(), { immediate: true })

  return {
    hasBetter: computed(() => played.value === 'playable' && state() === 'ready'),
    /** What is out now is being played. */
    takeUp,
  }
}
