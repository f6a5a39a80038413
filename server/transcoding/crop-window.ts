import type { ClipExportDocument } from '../clips/clip-export.model.ts'

export interface CropWindow {
  width: number
  height: number
  x: number
  y: number
}

const RATIOS = { vertical: 9 / 16, square: 1 } as const
const even = (pixels: number) => Math.max(2, Math.floor(pixels / 2) * 2)

/**
 * The largest upright or square window of a picture; null for the whole. Even numbers, as the encoder wants them.
 * @param centre of the window across the picture, 0 (left) to 1 (right); a picture that is narrower is cut at top and bottom
 */
export function cropWindow(
  picture: { width: number; height: number },
  crop: ClipExportDocument['crop'],
  centre: number,
): CropWindow | null {
  if (crop === 'none') return null
  const ratio = RATIOS[crop]
  const isWider = picture.width / picture.height > ratio
  const width = isWider ? even(picture.height * ratio) : even(picture.width)
  const height = isWider ? even(picture.height) : even(picture.width / ratio)
  const x = Math.round(picture.width * centre - width / 2)
  return {
    width,
    height,
    x: Math.min(Math.max(0, x), picture.width - width),
    y: Math.floor((picture.height - height) / 2),
  }
}
