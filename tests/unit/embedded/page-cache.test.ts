import { expect, it } from 'vitest'
import { pageCacheMb } from '../../../embedded/page-cache.ts'

const GB = 2 ** 30

it.each([
  ['never less than the engine takes by itself', 1 * GB, 256],
  ['an eighth of a machine in between', 4 * GB, 512],
  ['never more than leaves room for everything else', 64 * GB, 1024],
  ['whole megabytes', 3 * GB + 12_345_678, 385],
])('gives the database %s', (_, memory, megabytes) => {
  expect(pageCacheMb(memory)).toBe(megabytes)
})
