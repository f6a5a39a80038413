import type { PlayerCommand } from './keyboard'
import { DOUBLE_TAP_MS, readTaps } from './tap-gestures'

const HOLD_MS = 500
/** A finger that travels further scrolls the page. */
const STILL_PIXELS = 10

interface PointerActions {
  run(command: PlayerCommand): void
  /** Faster while it is held. */
  hold(isHeld: boolean): void
  wake(): void
  sleep(): void
  isAwake: Readonly<Ref<boolean>>
}

/**
 * Listeners for the picture. A mouse click plays or pauses, a double click fills the screen; a finger's tap shows or
 * hides the controls, a double tap goes back (left third), forward (right) or likes (centre); pressing and holding plays
 * faster. Everything has a key and a button besides.
 */
export function usePlayerPointer(container: Readonly<Ref<HTMLElement | null>>, actions: PointerActions) {
  const readTap = readTaps()
  let tapTimer: ReturnType<typeof setTimeout> | undefined
  let holdTimer: ReturnType<typeof setTimeout> | undefined
  let pressedAt: { x: number; y: number } | null = null
  let isHeld = false

  function press(event: PointerEvent): void {
    if (event.button !== 0) return
    pressedAt = { x: event.clientX, y: event.clientY }
    clearTimeout(holdTimer)
    holdTimer = setTimeout(() => {
      isHeld = true
      actions.hold(true)
    }, HOLD_MS)
  }

  /** True where the press was a hold, or went elsewhere: then it is no click. */
  function release(): boolean {
    clearTimeout(holdTimer)
    const wasOther = isHeld || pressedAt === null
    if (isHeld) actions.hold(false)
    isHeld = false
    pressedAt = null
    return wasOther
  }

  function tap(event: PointerEvent): void {
    const box = container.value?.getBoundingClientRect()
    if (!box?.width) return
    clearTimeout(tapTimer)
    const meaning = readTap((event.clientX - box.left) / box.width, event.timeStamp)
    if (meaning.kind !== 'wait') return actions.run(meaning)
    const wasAwake = actions.isAwake.value
    tapTimer = setTimeout(() => (wasAwake ? actions.sleep() : actions.wake()), DOUBLE_TAP_MS)
  }

  onBeforeUnmount(() => {
    clearTimeout(tapTimer)
    release()
  })
  return {
    pointerdown: press,
    pointermove(event: PointerEvent) {
      if (!pressedAt || isHeld) return
      if (Math.hypot(event.clientX - pressedAt.x, event.clientY - pressedAt.y) > STILL_PIXELS) release()
    },
    pointercancel: release,
    pointerleave: release,
    pointerup(event: PointerEvent) {
      if (release()) return
      container.value?.focus({ preventScroll: true })
      if (event.pointerType !== 'mouse') tap(event)
      else if (event.button === 0) actions.run({ kind: 'togglePlay' })
    },
    dblclick(event: MouseEvent) {
      if (!(event instanceof PointerEvent) || event.pointerType === 'mouse')
        actions.run({ kind: 'toggleFullscreen' })
    },
    contextmenu(event: MouseEvent) {
      // a held finger would open the browser's own menu over the picture
      if (isHeld) event.preventDefault()
    },
  }
}
