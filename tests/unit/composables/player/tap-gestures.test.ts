import { describe, expect, it } from 'vitest'
import { readTaps } from '../../../../composables/player/tap-gestures.ts'

/** Taps as [share of the width, milliseconds]. */
function meanings(...taps: [number, number][]) {
  const tap = readTaps()
  return taps.map(([share, at]) => {
    const meaning = tap(share, at)
    return meaning.kind === 'seekBy' ? meaning.seconds : meaning.kind
  })
}

describe('taps on the picture', () => {
  it('wait for a second one, which seeks by its third', () => {
    expect(meanings([0.1, 0], [0.2, 200])).toEqual(['wait', -10])
    expect(meanings([0.9, 0], [0.8, 200])).toEqual(['wait', 10])
  })

  it('like in the middle, once', () => {
    expect(meanings([0.5, 0], [0.5, 200], [0.5, 400])).toEqual(['wait', 'like', 'wait'])
  })

  it('go on seeking with each further tap of a streak', () => {
    expect(meanings([0.9, 0], [0.9, 200], [0.9, 700], [0.9, 1300])).toEqual(['wait', 10, 10, 10])
    expect(meanings([0.9, 0], [0.9, 200], [0.9, 1000])).toEqual(['wait', 10, 'wait'])
  })

  it('are two single ones when they are slow, or on two sides', () => {
    expect(meanings([0.9, 0], [0.9, 300])).toEqual(['wait', 'wait'])
    expect(meanings([0.1, 0], [0.9, 100], [0.9, 200])).toEqual(['wait', 'wait', 10])
  })
})
