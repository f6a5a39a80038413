import type { CaptionBackground, CaptionSize } from './player-preferences'

export interface CaptionStyle {
  size: CaptionSize
  background: CaptionBackground
}

// by the width of the picture, within bounds in rem: whoever has text at 200 % gets captions at 200 % too
const SIZES: Record<CaptionSize, string> = {
  small: 'text-[clamp(0.8125rem,2cqi,1.5rem)]',
  normal: 'text-[clamp(0.9375rem,2.6cqi,2rem)]',
  large: 'text-[clamp(1.1875rem,3.6cqi,2.75rem)]',
  huge: 'text-[clamp(1.5rem,4.8cqi,3.75rem)]',
}
// without a box the letters need an edge that holds on any picture
const BACKGROUNDS: Record<CaptionBackground, string> = {
  box: 'bg-black/75',
  solid: 'bg-black',
  none: '[text-shadow:0_0_3px_black,0_0_3px_black,0_0_6px_black,0_1px_2px_black]',
}

export function captionClasses({ size, background }: CaptionStyle): string {
  return `${SIZES[size]} ${BACKGROUNDS[background]}`
}
