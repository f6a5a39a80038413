import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { frameAt, frameStart, stepFrames, toFrame } from '../../../../composables/studio/frame-moment'
import { moved } from '../../../../composables/studio/moved'
import { sliderMove } from '../../../../composables/studio/slider-keys'
import { inTime, nearestSnap } from '../../../../composables/studio/snap'
import {
  clampScale,
  rulerStep,
  scaleRange,
  scrollToKeep,
} from '../../../../composables/studio/timeline-scale'

const RATES = [23.976, 24, 25, 29.97, 30, 50, 59.94, 60]
const rate = fc.constantFrom(...RATES)

describe('moments of pictures', () => {
  it('are never before their picture and less than a millisecond after, at every rate', () => {
    fc.assert(
      fc.property(rate, fc.integer({ min: 0, max: 400_000 }), (fps, frame) => {
        const at = frameStart(frame, 1 / fps)
        expect(at * fps).toBeGreaterThanOrEqual(frame - 1e-3)
        expect(at - frame / fps).toBeLessThan(0.001001)
        expect(frameAt(at, 1 / fps)).toBe(frame)
      }),
    )
  })

  it('of any moment of a picture are its beginning', () => {
    fc.assert(
      fc.property(
        rate,
        fc.integer({ min: 0, max: 100_000 }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (fps, frame, part) => {
          expect(toFrame((frame + part) / fps, 1 / fps)).toBe(frameStart(frame, 1 / fps))
        },
      ),
    )
  })

  it('go on and back by single pictures, and stay within the video', () => {
    fc.assert(
      fc.property(rate, fc.integer({ min: 1, max: 1000 }), (fps, frame) => {
        const video = { secondsPerFrame: 1 / fps, duration: 60 }
        const at = frameStart(frame, 1 / fps)
        const on = stepFrames(at, 1, video)
        expect(frameAt(on, 1 / fps)).toBe(Math.min(frame + 1, frameAt(60, 1 / fps)))
        if (on < 60) expect(stepFrames(on, -1, video)).toBe(at)
      }),
    )
    expect(stepFrames(0, -1, { secondsPerFrame: 0.04, duration: 60 })).toBe(0)
    expect(stepFrames(59.98, 5, { secondsPerFrame: 0.04, duration: 60 })).toBe(60)
  })
})

describe('keys of a handle', () => {
  const press = (key: string, shiftKey = false) =>
    sliderMove({ key, shiftKey, ctrlKey: false, metaKey: false, altKey: false })
  const bounds = { least: 2, most: 50, secondsPerFrame: 0.04 }

  it.each([
    ['ArrowRight', false, 10.04],
    ['ArrowLeft', false, 9.96],
    ['ArrowRight', true, 11],
    ['ArrowLeft', true, 9],
    ['PageUp', false, 20],
    ['PageDown', false, 2],
    ['Home', false, 2],
    ['End', false, 50],
  ] as const)('%s (Shift: %s) from 10 go to %s', (key, shift, to) =>
    expect(moved(10, press(key, shift)!, bounds)).toBe(to),
  )
  it('of others are not its own', () => expect(press('Enter')).toBeNull())
})

describe('snapping', () => {
  const points = inTime([
    { at: 20, kind: 'scene' },
    { at: 12, kind: 'silence' },
    { at: 20.3, kind: 'clip' },
  ])
  it.each([
    [11.8, 12],
    [20.1, 20],
    [20.2, 20.3],
    [16, null],
    [0, null],
    [99, null],
  ])('%s holds on to %s', (seconds, at) => expect(nearestSnap(points, seconds, 0.5)?.at ?? null).toBe(at))
  it('needs something to hold on to', () => expect(nearestSnap([], 5, 10)).toBeNull())
})

describe('the scale', () => {
  const bounds = { duration: 7200, width: 1000, secondsPerFrame: 0.04 }
  it('goes from the whole video to single pictures', () => {
    expect(scaleRange(bounds)).toEqual({ least: 1000 / 7200, most: 600 })
    expect(clampScale(0, bounds)).toBe(1000 / 7200)
    expect(clampScale(1e9, bounds)).toBe(600)
    // a video of a moment is never wider than its whole
    expect(scaleRange({ ...bounds, duration: 1 })).toEqual({ least: 1000, most: 1000 })
  })
  it('keeps the moment under the pointer where it is', () => {
    expect(scrollToKeep(100, 400, 20)).toBe(1600)
    expect(scrollToKeep(1, 400, 20)).toBe(0)
  })
  it('has room for the words of the ruler', () => {
    expect(rulerStep(1000 / 7200)).toBe(900)
    expect(rulerStep(10)).toBe(10)
    expect(rulerStep(600)).toBe(0.2)
  })
})
