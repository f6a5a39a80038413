import { expect, it } from 'vitest'
import { runningTotal } from '../../../../composables/player/running-total.ts'

it('adds steps of one direction that follow each other', () => {
  const add = runningTotal()
  expect([add(10, 0), add(10, 500), add(5, 1200)]).toEqual([10, 20, 25])
  expect(add(-10, 1300), 'the other way').toBe(-10)
  expect(add(-10, 2300), 'after a pause').toBe(-10)
})
