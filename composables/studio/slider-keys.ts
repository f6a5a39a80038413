/** How far a key moves a moment; `to` is a share of what can be reached. */
export type SliderMove = { frames: number } | { seconds: number } | { to: 0 | 1 }

type KeyPress = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>

/** Arrows move by a picture, with Shift by a second, Page keys by ten, Home and End to the ends; else null. */
export function sliderMove({ key, shiftKey, ctrlKey, metaKey, altKey }: KeyPress): SliderMove | null {
  if (ctrlKey || metaKey || altKey) return null
  switch (key) {
    case 'ArrowRight':
    case 'ArrowUp':
      return shiftKey ? { seconds: 1 } : { frames: 1 }
    case 'ArrowLeft':
    case 'ArrowDown':
      return shiftKey ? { seconds: -1 } : { frames: -1 }
    case 'PageUp':
      return { seconds: 10 }
    case 'PageDown':
      return { seconds: -10 }
    case 'Home':
      return { to: 0 }
    case 'End':
      return { to: 1 }
    default:
      return null
  }
}
