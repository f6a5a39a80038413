const DELAY_MS = 350

/**
 * On while a mouse rests on the element or the keyboard's focus is in it. A finger starts nothing, since it scrolls;
 * neither does anyone who asked for less motion or less data.
 */
export function useHoverPreview(url: () => string | null) {
  const isOn = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined

  function start(): void {
    clearTimeout(timer)
    if (url() && !wantsLess()) timer = setTimeout(() => (isOn.value = true), DELAY_MS)
  }

  function stop(): void {
    clearTimeout(timer)
    isOn.value = false
  }

  onBeforeUnmount(stop)
  onDeactivated(stop)
  return {
    isOn,
    listeners: {
      pointerenter: (event: PointerEvent) => event.pointerType === 'mouse' && start(),
      pointerleave: stop,
      focusin: (event: FocusEvent) => {
        if (event.target instanceof Element && event.target.matches(':focus-visible')) start()
      },
      focusout: stop,
    },
  }
}

function wantsLess(): boolean {
  const connection = (navigator as Navigator & { connection?: { saveData?: boolean } }).connection
  return matchMedia('(prefers-reduced-motion: reduce)').matches || connection?.saveData === true
}
