import { readPreferences, writePreferences } from '~/composables/player/player-preferences'

/**
 * Whether there is sound: as it was left in this browser, but none before the first press or key on the page, since
 * browsers refuse to play aloud until then.
 */
export function useSound(onChange: () => void) {
  const isWanted = ref(false)
  const hasGesture = ref(false)

  /** Bubbling `click` and `keyup` come after what the press itself did, so that a press on a mute button is not turned round. */
  const GESTURES = ['click', 'keyup'] as const

  function onGesture(): void {
    if (navigator.userActivation && !navigator.userActivation.hasBeenActive) return
    stop()
    hasGesture.value = true
    onChange()
  }

  function stop(): void {
    for (const type of GESTURES) removeEventListener(type, onGesture)
  }

  onMounted(() => {
    isWanted.value = !readPreferences().isMuted
    hasGesture.value = navigator.userActivation?.hasBeenActive ?? false
    if (!hasGesture.value) for (const type of GESTURES) addEventListener(type, onGesture)
  })
  onBeforeUnmount(stop)

  return {
    isMuted: computed(() => !isWanted.value || !hasGesture.value),
    needsGesture: computed(() => isWanted.value && !hasGesture.value),
    volume: () => readPreferences().volume,
    /** Called from a press, which is a gesture itself. */
    setMuted(isMuted: boolean): void {
      isWanted.value = !isMuted
      hasGesture.value ||= navigator.userActivation?.hasBeenActive ?? true
      writePreferences({ isMuted })
      onChange()
    },
    /** The browser has the last word. */
    refused(): void {
      hasGesture.value = false
      for (const type of GESTURES) addEventListener(type, onGesture)
    },
  }
}
