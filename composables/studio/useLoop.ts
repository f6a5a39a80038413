import type { StretchView } from '#shared/studio'
import type { Player } from '~/composables/usePlayer'

/** Plays a stretch of the video over and over until it is told to stop, or somebody goes elsewhere. */
export function useLoop(player: Player, stretch: () => StretchView | null) {
  const isLooping = ref(false)
  player.keepExact()

  watch(
    () => player.state.currentTime,
    (now) => {
      const bounds = stretch()
      if (!isLooping.value || !bounds) return
      if (now >= bounds.endSeconds) player.seek(bounds.startSeconds)
    },
  )
  watch(stretch, (bounds) => bounds === null && stop())

  function toggle(): void {
    const bounds = stretch()
    if (isLooping.value || !bounds) return stop()
    isLooping.value = true
    player.seek(bounds.startSeconds)
    void player.play()
  }

  function stop(): void {
    if (isLooping.value) player.pause()
    isLooping.value = false
  }

  return { isLooping: readonly(isLooping), toggle, stop: () => (isLooping.value = false) }
}
