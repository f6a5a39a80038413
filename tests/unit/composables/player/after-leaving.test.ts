import { expect, it } from 'vitest'
import { afterLeaving } from '../../../../composables/player/after-leaving.ts'

it.each([
  [true, 'topics', 'corner'],
  [true, 'people-username', 'corner'],
  [false, 'topics', 'close'],
  [true, 'index', 'close'],
  [true, 'watch-id', 'close'],
  [true, 'login', 'close'],
] as const)('when it plays (%s) and the page of %s comes: %s', (isPlaying, to, then) => {
  expect(afterLeaving({ isPlaying, to })).toBe(then)
})
