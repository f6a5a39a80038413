import { writeStoppedAt } from './stopped-at'
import type { Player } from '../usePlayer'

const SAVE_EVERY_SECONDS = 5

/** Keeps in this browser where a video was left, whether it or a clip of it was played. */
export function useKeptPlace(player: Player): void {
  let savedAt = 0

  function save(): void {
    const { currentTime, isEnded, hasStarted } = player.state
    const source = player.source.value
    if (!hasStarted || !source) return
    savedAt = currentTime
    const { stretch, videoId } = source
    // whoever saw a part to its end goes on behind it, and whoever saw the whole begins anew
    if (stretch) writeStoppedAt(videoId, stretch.startSeconds + currentTime)
    else writeStoppedAt(videoId, isEnded ? null : currentTime)
  }

  watch(
    () => player.state.currentTime,
    (now) => Math.abs(now - savedAt) >= SAVE_EVERY_SECONDS && save(),
  )
  watch(() => player.state.isPlaying, save)
  if (import.meta.server) return
  addEventListener('pagehide', save)
  onScopeDispose(() => {
    removeEventListener('pagehide', save)
    save()
  })
}
