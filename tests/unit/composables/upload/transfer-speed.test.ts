import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  advanceSpeed,
  bytesPerSecond,
  secondsLeft,
  startSpeed,
} from '../../../../composables/upload/transfer-speed'

/** A transfer at a steady rate, looked at every `everyMs`. */
function steady(bytesPerMs: number, everyMs: number, count: number, from = startSpeed(0, 0)) {
  let speed = from
  for (let turn = 1; turn <= count; turn++) {
    speed = advanceSpeed(speed, from.sentBytes + bytesPerMs * everyMs * turn, from.at + everyMs * turn)
  }
  return speed
}

describe('transfer speed', () => {
  it('says nothing in the first second', () => {
    const speed = steady(1000, 100, 9)
    expect(bytesPerSecond(speed)).toBe(0)
    expect(secondsLeft(speed, 10_000_000)).toBeNull()
  })

  it('is exact for a steady transfer, from the first second on', () => {
    const speed = steady(1000, 100, 10)
    expect(bytesPerSecond(speed)).toBeCloseTo(1_000_000, 3)
    expect(secondsLeft(speed, 11_000_000)).toBe(10)
  })

  it('has gone half of the way to a new speed after three seconds', () => {
    const fast = steady(1000, 100, 300)
    const slowed = steady(200, 100, 30, fast)
    expect(bytesPerSecond(slowed)).toBeCloseTo(600_000, -4)
  })

  it('does not jump when a retry sends bytes again', () => {
    const before = steady(1000, 100, 50)
    const after = advanceSpeed(advanceSpeed(before, 1_000_000, 5100), 1_100_000, 5200)
    expect(bytesPerSecond(after)).toBeCloseTo(bytesPerSecond(before), -2)
  })

  it('stays between the slowest and the fastest moment, and never promises less time than is left', () => {
    const step = fc.record({
      bytes: fc.integer({ min: 0, max: 50_000_000 }),
      ms: fc.integer({ min: 1, max: 5000 }),
    })
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 60 }), (steps) => {
        let speed = startSpeed(0, 0)
        for (const { bytes, ms } of steps) speed = advanceSpeed(speed, speed.sentBytes + bytes, speed.at + ms)
        const rates = steps.map(({ bytes, ms }) => (bytes / ms) * 1000)
        const shown = bytesPerSecond(speed)
        const total = speed.sentBytes + 12_345_678
        const left = secondsLeft(speed, total)
        const isBounded =
          shown === 0 || (shown >= Math.min(...rates) * 0.999 && shown <= Math.max(...rates) * 1.001)
        return isBounded && (left === null || left >= 12_345_678 / shown - 1e-6)
      }),
    )
  })

  it('has nothing left when everything is sent', () => {
    expect(secondsLeft(steady(1000, 100, 20), 2_000_000)).toBe(0)
  })
})
