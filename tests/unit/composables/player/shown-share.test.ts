import { expect, it } from 'vitest'
import { shownShare } from '../../../../composables/player/shown-share.ts'

const ranges = (...all: [number, number][]) => ({
  length: all.length,
  start: (index: number) => all[index]![0],
  end: (index: number) => all[index]![1],
})

it.each([
  ['all of it', ranges([0, 10]), ranges([0, 10]), 1],
  ['half', ranges([0, 10]), ranges([0, 20]), 0.5],
  ['also what is dropped from memory', ranges([0, 30]), ranges([20, 40]), 0.75],
  ['nothing', ranges(), ranges([0, 20]), 0],
  ['nothing of nothing', ranges(), ranges(), 0],
])('%s was shown', (_, played, buffered, share) => expect(shownShare(played, buffered)).toBe(share))
