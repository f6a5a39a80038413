const spread = (touches: TouchList) => Math.abs(touches[0]!.clientX - touches[1]!.clientX)

/** Two fingers on an element: `pinch` is told by how much they opened, and where between them. */
export function usePinch(
  element: Readonly<Ref<HTMLElement | null>>,
  pinch: (factor: number, atPx: number) => void,
): void {
  let before = 0

  function onStart({ touches }: TouchEvent): void {
    before = touches.length === 2 ? Math.max(20, spread(touches)) : 0
  }

  function onMove(event: TouchEvent): void {
    const { touches } = event
    if (touches.length !== 2 || before === 0 || !element.value) return
    event.preventDefault()
    const now = Math.max(20, spread(touches))
    const middle = (touches[0]!.clientX + touches[1]!.clientX) / 2
    pinch(now / before, middle - element.value.getBoundingClientRect().left)
    before = now
  }

  onMounted(() => {
    element.value?.addEventListener('touchstart', onStart, { passive: true })
    // the page must not zoom instead
    element.value?.addEventListener('touchmove', onMove, { passive: false })
  })
  onBeforeUnmount(() => {
    element.value?.removeEventListener('touchstart', onStart)
    element.value?.removeEventListener('touchmove', onMove)
  })
}
