import { expect, it } from 'vitest'
import { chapterStep } from '../../../../composables/player/chapter-step.ts'

const chapters = [10, 40, 70].map((startSeconds) => ({
  id: String(startSeconds),
  title: '',
  startSeconds,
  endSeconds: startSeconds + 20,
}))

it.each([
  [0, 1, 10],
  [10, 1, 40],
  [75, 1, null],
  [50, -1, 40],
  [41, -1, 10],
  [12, -1, 0],
] as const)('from %s in direction %s: %s', (now, direction, to) => {
  expect(chapterStep(chapters, now, direction)).toBe(to)
})

it('leads nowhere without chapters', () => {
  expect(chapterStep([], 50, 1)).toBeNull()
  expect(chapterStep([], 50, -1)).toBeNull()
})
