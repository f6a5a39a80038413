import type { PlayerCommand } from './keyboard'

const DOUBLE_TAP_MS = 280

interface PointerActions {
  run(command: PlayerCommand): void
  wake(): void
  sleep(): void
  isAwake: Readonly<Ref<boolean>>
}

/**
 * Listeners for the picture. A mouse click plays or pauses, a double click fills the screen; a finger's tap shows or
 * hides the controls, a double tap on the left or right third goes back or forward.
 */
export function usePlayerPointer(container: Readonly<Ref<HTMLElement | null>>, actions: PointerActions) {
  let lastTapAt = 0
  let tapTimer: ReturnType<typeof setTimeout> | undefined

  function onTap(event: PointerEvent): void {
    const isDouble = event.timeStamp - lastTapAt < DOUBLE_TAP_MS
    lastTapAt = event.timeStamp
    clearTimeout(tapTimer)
    if (isDouble) return seekBySide(event)
    const wasAwake = actions.isAwake.value
    tapTimer = setTimeout(() => (wasAwake ? actions.sleep() : actions.wake()), DOUBLE_TAP_MS)
  }

  function seekBySide(event: PointerEvent): void {
    const box = container.value?.getBoundingClientRect()
    if (!box) return
    const share = (event.clientX - box.left) / box.width
    if (share < 1 / 3) actions.run({ kind: 'seekBy', seconds: -10 })
    else if (share > 2 / 3) actions.run({ kind: 'seekBy', seconds: 10 })
    else actions.run({ kind: 'togglePlay' })
  }

  onBeforeUnmount(() => clearTimeout(tapTimer))
  return {
    pointerup(event: PointerEvent) {
      container.value?.focus({ preventScroll: true })
      if (event.pointerType !== 'mouse') onTap(event)
      else if (event.button === 0) actions.run({ kind: 'togglePlay' })
    },
    dblclick(event: MouseEvent) {
      if (!(event instanceof PointerEvent) || event.pointerType === 'mouse')
        actions.run({ kind: 'toggleFullscreen' })
    },
  }
}
