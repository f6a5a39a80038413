import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { renditionLadder } from '#server/transcoding/rendition-ladder'

const ladder = (width: number, height: number, frameRate = 25) =>
  renditionLadder({ width, height, frameRate })
const sizes = (width: number, height: number) =>
  ladder(width, height).map((rung) => `${rung.name} ${rung.width}x${rung.height}`)

describe('the ladder', () => {
  it.each([
    [1920, 1080, ['360p 640x360', '480p 854x480', '720p 1280x720', '1080p 1920x1080']],
    [3840, 2160, ['360p 640x360', '480p 854x480', '720p 1280x720', '1080p 1920x1080']],
    [1280, 720, ['360p 640x360', '480p 854x480', '720p 1280x720']],
    [768, 432, ['360p 640x360', '432p 768x432']],
    [640, 480, ['360p 480x360', '480p 640x480']],
    [640, 360, ['360p 640x360']],
    [426, 240, ['240p 426x240']],
    [427, 239, ['240p 426x238']],
    [160, 90, ['90p 160x90']],
    [720, 1280, ['360p 360x640', '480p 480x854', '720p 720x1280']],
    [1920, 1072, ['360p 644x360', '480p 860x480', '720p 1290x720', '1080p 1920x1072']],
    [16000, 400, ['102p 4080x102']],
    [2, 2, ['2p 2x2']],
  ])('of %i x %i', (width, height, expected) => {
    expect(sizes(width, height)).toEqual(expected)
  })

  it('halves the frames of small rungs only, and never above 60', () => {
    expect(ladder(1920, 1080, 120).map((rung) => rung.frameRate)).toEqual([30, 30, 60, 60])
    expect(ladder(1920, 1080, 60).map((rung) => rung.frameRate)).toEqual([30, 30, null, null])
    expect(ladder(1920, 1080, 29.97).map((rung) => rung.frameRate)).toEqual([null, null, null, null])
  })

  it('never scales up, keeps sides even and the shape of the picture, lowest first', () => {
    const side = fc.integer({ min: 2, max: 8192 })
    fc.assert(
      fc.property(side, side, fc.integer({ min: 1, max: 240 }), (width, height, frameRate) => {
        const rungs = renditionLadder({ width, height, frameRate })
        expect(rungs.length).toBeGreaterThan(0)
        expect(new Set(rungs.map((rung) => rung.name)).size).toBe(rungs.length)
        rungs.forEach((rung, index) => {
          expect((rung.width % 2) + (rung.height % 2)).toBe(0)
          expect(rung.width).toBeGreaterThanOrEqual(2)
          expect(rung.height).toBeGreaterThanOrEqual(2)
          expect(rung.width).toBeLessThanOrEqual(width)
          expect(rung.height).toBeLessThanOrEqual(height)
          expect(Math.max(rung.width, rung.height)).toBeLessThanOrEqual(4096)
          expect(rung.maxBitrate).toBeGreaterThanOrEqual(100_000)
          if (index > 0) expect(rung.maxBitrate).toBeGreaterThan(rungs[index - 1]!.maxBitrate)
          if (Math.min(rung.width, rung.height) >= 100)
            expect(Math.abs(rung.width / rung.height / (width / height) - 1)).toBeLessThan(0.03)
        })
      }),
    )
  })
})
