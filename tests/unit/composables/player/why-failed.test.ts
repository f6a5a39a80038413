import { expect, it } from 'vitest'
import { reasonOf } from '../../../../composables/player/why-failed.ts'

it.each([
  [404, 2, 'gone'],
  [410, null, 'gone'],
  [401, 2, 'forbidden'],
  [403, 4, 'forbidden'],
  [500, 2, 'server'],
  [503, null, 'server'],
  [429, null, 'server'],
  [200, 3, 'picture'],
  [200, 4, 'picture'],
  [200, 2, 'network'],
  [200, null, 'network'],
  [0, 4, 'network'],
])('a playlist answered with %s and the player’s error %s: %s', (status, code, reason) => {
  expect(reasonOf(status, code)).toBe(reason)
})
