import { insideFrame, stepFrames } from '~/composables/studio/frame-moment'
import { useShortcuts, isCharacterKey } from '~/composables/useShortcuts'
import type { Player } from '~/composables/usePlayer'

const OWN_KEYS =
  'input, textarea, select, [contenteditable=""], [contenteditable="true"], [role="dialog"], [role="menu"], [role="listbox"], [role="slider"]'
const PRESSED_BY_SPACE = 'button, a, summary, [role="button"]'

/** The keys of every player of this app, for a picture whose seek bar is the timeline. Arrows move as they do there. */
export function useStudioKeys(player: Player, secondsPerFrame: () => number): void {
  const { isOn } = useShortcuts()

  function step(frames: number): void {
    player.pause()
    const { currentTime, duration } = player.state
    const video = { secondsPerFrame: secondsPerFrame(), duration }
    player.seek(insideFrame(stepFrames(currentTime, frames, video)))
  }

  const commands: Record<string, () => void> = {
    ' ': () => player.togglePlay(),
    k: () => player.togglePlay(),
    j: () => player.seekBy(-10),
    l: () => player.seekBy(10),
    ArrowLeft: () => player.seekBy(-5),
    ArrowRight: () => player.seekBy(5),
    ',': () => step(-1),
    '.': () => step(1),
    m: () => player.toggleMute(),
  }

  function onKey(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
    const target = event.target instanceof HTMLElement ? event.target : document.body
    const command = commands[event.key.length === 1 ? event.key.toLowerCase() : event.key]
    if (!command || target.closest(OWN_KEYS) || (isCharacterKey(event.key) && !isOn.value)) return
    if (event.key === ' ' && target.closest(PRESSED_BY_SPACE)) return
    event.preventDefault()
    command()
  }

  onMounted(() => document.addEventListener('keydown', onKey))
  onBeforeUnmount(() => document.removeEventListener('keydown', onKey))
}
