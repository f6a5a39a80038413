import { usePreferences } from '~/composables/usePreferences'

/** Whether an item may begin by itself: not for who turned that off, nor for who asked for less motion. Asked in the browser. */
export function useAutoplay(): () => boolean {
  const { preferences } = usePreferences()
  return () => {
    const { autoplay, reducedMotion } = preferences.value
    const isStill =
      reducedMotion === 'on' ||
      (reducedMotion === 'system' && matchMedia('(prefers-reduced-motion: reduce)').matches)
    return autoplay !== 'off' && !isStill
  }
}
