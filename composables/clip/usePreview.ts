import type { Player } from '~/composables/usePlayer'

/** Plays a part of the video that is on the page and stands still at its end. Seconds into the video. */
export function usePreview(player: Player) {
  let stopsAt: number | null = null
  player.keepExact()

  watch(
    () => player.state.currentTime,
    (now, before) => {
      if (stopsAt === null) return
      // whoever seeks away wants something else
      if (Math.abs(now - before) > 2) stopsAt = null
      else if (now >= stopsAt) {
        stopsAt = null
        player.pause()
      }
    },
  )

  async function play(start: number, end: number): Promise<void> {
    stopsAt = null
    player.seek(start)
    await nextTick()
    stopsAt = end
    void player.play()
  }

  return { play }
}
