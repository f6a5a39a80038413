import { shortSide, type Engine, type HlsEngine } from './engine'

/** Longer than the engine gathers changes (100 ms) and acts on the first. */
const SETTLE_MS = 150

/**
 * Plays one rendition, at once and until told otherwise; null leaves the choice to the engine again.
 * Where the browser plays HLS by itself there is nothing to choose from, and nothing happens.
 */
export function createQualityChoice(engine: Engine) {
  const own = new WeakMap<HlsEngine, HlsEngine['selectPlaylist']>()
  let timer: ReturnType<typeof setTimeout> | undefined

  function choose(height: number | null): void {
    clearTimeout(timer)
    const { vhs } = engine.tech(true)
    if (!vhs) return
    if (!own.has(vhs)) own.set(vhs, vhs.selectPlaylist)
    const chosen = vhs.representations().find((representation) => shortSide(representation) === height)
    vhs.selectPlaylist = own.get(vhs) ?? vhs.selectPlaylist
    if (!chosen) return
    // What is loaded in another quality is dropped only by a change to a rendition that becomes enabled. The engine must
    // not get there by itself before that: then nothing would change any more, and what is loaded would be played first.
    const now = vhs.playlists.media()
    if (now) vhs.selectPlaylist = () => now
    chosen.enabled(false)
    chosen.enabled(true)
    timer = setTimeout(() => {
      vhs.selectPlaylist = () => chosen.playlist
      if (vhs.playlists.media() !== now) finishChange(vhs)
    }, SETTLE_MS)
  }

  return { choose, stop: () => clearTimeout(timer) }
}

/**
 * VHS drops what is loaded when the new playlist has come. One that it has already "comes" before it begins to wait, so
 * going back to an earlier quality would wait for ever and play everything that is loaded first (video.js 8.24).
 */
function finishChange({ playlistController_: controller }: HlsEngine): void {
  if (controller?.waitingForFastQualityPlaylistReceived_) controller.runFastQualitySwitch_?.()
}
