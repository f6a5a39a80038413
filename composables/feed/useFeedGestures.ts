import { decideDoubleTap, decideHold, type DoubleTap } from '~/composables/feed/tap-policy'

const DOUBLE_TAP_MS = 280
const HOLD_MS = 450
/** Further than a resting finger trembles. */
const MOVED_PX = 10

interface GestureActions {
  durationSeconds(): number
  togglePlay(): void
  doubleTap(kind: DoubleTap): void
  openMenu(): void
  setFaster(isFaster: boolean): void
}

/**
 * Listeners for the picture of an item. Swipes are the browser's own (`touch-action: pan-y`): it takes the pointer away
 * from here, by pointercancel, as soon as it scrolls.
 */
export function useFeedGestures(picture: Readonly<Ref<HTMLElement | null>>, actions: GestureActions) {
  let down: { x: number; y: number } | null = null
  let held: 'faster' | 'menu' | null = null
  let lastTapAt = -Infinity
  let holdTimer: ReturnType<typeof setTimeout> | undefined
  let tapTimer: ReturnType<typeof setTimeout> | undefined

  const shareOf = (event: PointerEvent) => {
    const box = picture.value?.getBoundingClientRect()
    return box?.width ? (event.clientX - box.left) / box.width : 0.5
  }

  function onDown(event: PointerEvent): void {
    if (event.button !== 0) return
    down = { x: event.clientX, y: event.clientY }
    const share = shareOf(event)
    holdTimer = setTimeout(() => {
      held = decideHold(share)
      if (held === 'faster') actions.setFaster(true)
      else actions.openMenu()
    }, HOLD_MS)
  }

  function onMove(event: PointerEvent): void {
    if (!down || held) return
    if (Math.hypot(event.clientX - down.x, event.clientY - down.y) > MOVED_PX) cancel()
  }

  function onUp(event: PointerEvent): void {
    const wasTap = down !== null && held === null
    cancel()
    if (wasTap) onTap(event)
  }

  /** A finger's single tap waits for a second one; a mouse's counts at once, and a second takes it back. */
  function onTap(event: PointerEvent): void {
    const isDouble = event.timeStamp - lastTapAt < DOUBLE_TAP_MS
    const isMouse = event.pointerType === 'mouse'
    lastTapAt = isDouble ? -Infinity : event.timeStamp
    clearTimeout(tapTimer)
    if (isDouble) {
      if (isMouse) actions.togglePlay()
      actions.doubleTap(decideDoubleTap(shareOf(event), actions.durationSeconds()))
    } else if (isMouse) actions.togglePlay()
    else tapTimer = setTimeout(actions.togglePlay, DOUBLE_TAP_MS)
  }

  function cancel(): void {
    clearTimeout(holdTimer)
    if (held === 'faster') actions.setFaster(false)
    down = null
    held = null
  }

  onBeforeUnmount(() => {
    cancel()
    clearTimeout(tapTimer)
  })
  return {
    pointerdown: onDown,
    pointermove: onMove,
    pointerup: onUp,
    pointercancel: cancel,
    pointerleave: cancel,
    // a long press is ours; the mouse's right button stays the browser's
    contextmenu: (event: Event) => {
      if (event instanceof PointerEvent && event.pointerType !== 'mouse') event.preventDefault()
    },
  }
}
