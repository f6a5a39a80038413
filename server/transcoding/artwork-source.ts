/** The lowest rendition in the work folder, which decodes quickest. */
export const RENDITION_FILE = 'rendition.mp4'

export interface PictureSource {
  width: number
  height: number
  durationSeconds: number
}
