import type { Page } from '@playwright/test'

/**
 * Notes the number of every picture of `FOOTAGE.numbered()` that the page's player puts before its viewer, in
 * `window.pictures`. For `page.addInitScript`.
 */
export function notePictures(): void {
  const pictures: number[] = []
  Object.assign(window, { pictures })
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d', { willReadFrequently: true })!
  const watched = new WeakSet<HTMLVideoElement>()

  const numberOf = (video: HTMLVideoElement) => {
    canvas.width = 640
    canvas.height = 360
    context.drawImage(video, 0, 0, 640, 360)
    const isWhite = (bit: number) => context.getImageData(bit * 40 + 20, 20, 1, 1).data[0]! > 128
    return Array.from({ length: 12 }, (_, bit) => (isWhite(bit) ? 2 ** bit : 0)).reduce((a, b) => a + b)
  }
  const watch = (video: HTMLVideoElement) => {
    if (watched.has(video)) return
    watched.add(video)
    const note = () => {
      pictures.push(numberOf(video))
      video.requestVideoFrameCallback(note)
    }
    video.requestVideoFrameCallback(note)
  }
  Object.assign(window, { pictureNow: () => numberOf(document.querySelector<HTMLVideoElement>('video.vjs-tech')!) })
  setInterval(() => document.querySelectorAll<HTMLVideoElement>('video.vjs-tech').forEach(watch), 5)
} // prettier-ignore

/** The number of the picture that the player shows now. */
export function pictureNow(page: Page): Promise<number> {
  return page.evaluate(() => (window as unknown as { pictureNow(): number }).pictureNow())
}

/** The numbers of all that were shown, in their order. */
export function picturesShown(page: Page): Promise<number[]> {
  return page.evaluate(() => (window as unknown as { pictures: number[] }).pictures)
}
