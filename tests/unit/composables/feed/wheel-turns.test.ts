import { describe, expect, it } from 'vitest'
import { createWheelTurns, type WheelTurn } from '../../../../composables/feed/wheel-turns.ts'

function turn(...events: [atMs: number, deltaY: number][]): WheelTurn[] {
  const read = createWheelTurns()
  return events.map(([timeStamp, deltaY]) => read({ timeStamp, deltaY, deltaMode: 0, ctrlKey: false }))
}

describe('a wheel', () => {
  it('moves by one for a notch, and for a quick turn of several', () => {
    expect(turn([0, 100])).toEqual([1])
    expect(turn([0, -120], [40, -120], [80, -120])).toEqual([-1, 'same turn', 'same turn'])
  })

  it('moves again at once for the next turn, and now and then while it goes on', () => {
    expect(turn([0, 100], [160, 100])).toEqual([1, 1])
    expect(turn([0, 100], [120, 100], [240, 100], [360, 100])).toEqual([1, 'same turn', 'same turn', 1])
  })

  it('leaves a touchpad to the browser, however fast it becomes', () => {
    expect(turn([0, 4], [16, 60], [32, 180])).toEqual(['native', 'native', 'native'])
  })

  it('counts lines as notches, and leaves zooming alone', () => {
    const read = createWheelTurns()
    expect(read({ timeStamp: 0, deltaY: 3, deltaMode: 1, ctrlKey: false })).toBe(1)
    expect(read({ timeStamp: 900, deltaY: 100, deltaMode: 0, ctrlKey: true })).toBe('native')
  })
})
