interface SeekBar {
  duration(): number
  currentTime(): number
  seek(seconds: number): void
}

/** Pressing and drawing along a bar of time, which moves at once and seeks when it is let go. Shares are 0 to 1 of the bar. */
export function useSeekDrag(
  bar: Readonly<Ref<HTMLElement | null>>,
  { duration, currentTime, seek }: SeekBar,
) {
  const dragged = ref<number | null>(null)
  const pointed = ref<number | null>(null)
  const shareOf = (seconds: number) => (duration() > 0 ? Math.min(1, Math.max(0, seconds / duration())) : 0)
  const played = computed(() => dragged.value ?? shareOf(currentTime()))

  function shareAt(event: PointerEvent): number {
    const box = bar.value?.getBoundingClientRect()
    return box?.width ? Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) : 0
  }

  const listeners = {
    pointerdown(event: PointerEvent): void {
      if (event.button !== 0) return
      bar.value?.setPointerCapture(event.pointerId)
      dragged.value = pointed.value = shareAt(event)
    },
    pointermove(event: PointerEvent): void {
      pointed.value = shareAt(event)
      if (dragged.value !== null) dragged.value = pointed.value
    },
    pointerup(event: PointerEvent): void {
      if (dragged.value !== null) seek(dragged.value * duration())
      dragged.value = null
      // a finger that is lifted points at nothing
      if (event.pointerType === 'touch') pointed.value = null
    },
    pointercancel(): void {
      dragged.value = pointed.value = null
    },
    pointerleave(): void {
      if (dragged.value === null) pointed.value = null
    },
  }

  return { dragged, pointed, played, shareOf, listeners }
}
