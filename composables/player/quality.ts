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
    // what is loaded in another quality is dropped only for a rendition that becomes enabled; were the engine's own
    // choice bound at once, it could change over before that, and would then keep what is loaded
    chosen.enabled(false)
    chosen.enabled(true)
    timer = setTimeout(() => (vhs.selectPlaylist = () => chosen.playlist), SETTLE_MS)
  }

  return { choose, stop: () => clearTimeout(timer) }
}
