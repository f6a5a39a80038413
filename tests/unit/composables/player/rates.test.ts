import { describe, expect, it } from 'vitest'
import { nextRate, rateLabel } from '../../../../composables/player/rates.ts'

describe('nextRate', () => {
  it.each([
    [1, 1, 1.25],
    [1, -1, 0.75],
    [3, 1, 3],
    [0.25, -1, 0.25],
    [1.1, 1, 1.25],
    [1.1, -1, 1],
  ] as const)('from %s in direction %s is %s', (rate, direction, next) => {
    expect(nextRate(rate, direction)).toBe(next)
  })
})

it('calls the usual speed normal', () => {
  expect(rateLabel(1)).toBe('Normal')
  expect(rateLabel(1.5)).toBe('1.5×')
})
