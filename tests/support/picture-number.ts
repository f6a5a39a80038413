import type { Page } from '@playwright/test'

/**
 * Lets a test read the number of the picture of `FOOTAGE.numbered()` that the player shows, and hold back the first play
 * (`holds-first-play` in sessionStorage), as a browser does that waits for a gesture. For `page.addInitScript`.
 */
export function readPictures(): void {
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d', { willReadFrequently: true })!

  const pictureNow = () => {
    canvas.width = 640
    canvas.height = 360
    context.drawImage(document.querySelector<HTMLVideoElement>('video.vjs-tech')!, 0, 0, 640, 360)
    const isWhite = (bit: number) => context.getImageData(bit * 40 + 20, 20, 1, 1).data[0]! > 128
    return Array.from({ length: 12 }, (_, bit) => (isWhite(bit) ? 2 ** bit : 0)).reduce((a, b) => a + b)
  }
  Object.assign(window, { pictureNow })

  const { play } = HTMLMediaElement.prototype
  HTMLMediaElement.prototype.play = function (this: HTMLMediaElement) {
    const isHeld = sessionStorage.getItem('holds-first-play') !== null
    return isHeld ? Promise.reject(new DOMException('not yet', 'NotAllowedError')) : play.call(this)
  }
}

/** The number of the picture that the player shows now. */
export function pictureNow(page: Page): Promise<number> {
  return page.evaluate(() => (window as unknown as { pictureNow(): number }).pictureNow())
}
