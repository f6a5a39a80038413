import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cheaperThan } from '#server/transcoding/copied-rung'
import { renditionLadder } from '#server/transcoding/rendition-ladder'

test('a thrifty source leaves the smaller renditions less than it takes itself', () => {
  const rungs = renditionLadder({ width: 768, height: 432, frameRate: 10 }).slice(0, -1)
  const [smaller] = cheaperThan(266_614, rungs)
  expect(smaller!.maxBitrate * 1.5).toBeLessThan(266_614)
})

test('every rung is bounded to less than the one above, and never to more than its own', () => {
  const sides = fc.record({
    width: fc.integer({ min: 64, max: 4096 }),
    height: fc.integer({ min: 64, max: 4096 }),
    frameRate: fc.constantFrom(10, 25, 30, 60),
  })
  fc.assert(
    fc.property(sides, fc.integer({ min: 500_000, max: 20_000_000 }), (source, peak) => {
      const rungs = renditionLadder(source).slice(0, -1)
      const bounds = cheaperThan(peak, rungs).map((rung) => rung.maxBitrate)
      bounds.forEach((bound, index) => {
        expect(bound).toBeLessThanOrEqual(rungs[index]!.maxBitrate)
        expect(bound).toBeLessThan(bounds[index + 1] ?? peak)
      })
    }),
  )
})
