import type { CaptionStyle } from './caption-style'
import { readPreferences, writePreferences } from './player-preferences'

/** How captions look in this browser; one change shows everywhere at once. */
export function useCaptionStyle() {
  const style = useState<CaptionStyle>('caption-style', () => ({ size: 'normal', background: 'box' }))

  onMounted(() => {
    const { captionSize, captionBackground } = readPreferences()
    style.value = { size: captionSize, background: captionBackground }
  })

  function change(changed: Partial<CaptionStyle>): void {
    style.value = { ...style.value, ...changed }
    writePreferences({ captionSize: style.value.size, captionBackground: style.value.background })
  }

  return { style, change }
}
