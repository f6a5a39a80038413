import { useAutoplaySetting } from '~/composables/player/useAutoplaySetting'
import { usePreferences } from '~/composables/usePreferences'

/** Whether an item may begin by itself: not for who turned that off, nor for who asked for less motion. Asked in the browser. */
export function useAutoplay(): () => boolean {
  const { preferences } = usePreferences()
  const { autoplay } = useAutoplaySetting()
  return () => {
    const { reducedMotion } = preferences.value
    const isStill =
      reducedMotion === 'on' ||
      (reducedMotion === 'system' && matchMedia('(prefers-reduced-motion: reduce)').matches)
    return autoplay.value !== 'off' && !isStill
  }
}
