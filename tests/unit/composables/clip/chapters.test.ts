import { describe, expect, it } from 'vitest'
import { chapterAt, inOrder } from '../../../../composables/clip/chapters'
import { timesProblem } from '../../../../composables/clip/clip-draft'
import { formatMoment, parseMoment } from '../../../../composables/clip/moment'

const chapter = (id: string, startSeconds: number, endSeconds: number) => ({
  id,
  title: id,
  startSeconds,
  endSeconds,
})

describe('chapters', () => {
  const all = [chapter('whole', 0, 60), chapter('inner', 10, 20), chapter('late', 70, 80)]
  it.each([
    [5, 'whole'],
    [10, 'inner'],
    [20, 'whole'],
    [65, undefined],
    [75, 'late'],
  ])('at %d seconds it is %s', (seconds, id) => expect(chapterAt(all, seconds)?.id).toBe(id))

  it('come in the order of their start', () => {
    expect(inOrder([all[2]!, all[1]!, all[0]!]).map(({ id }) => id)).toEqual(['whole', 'inner', 'late'])
  })
})

describe('a moment', () => {
  it.each([
    [0, '0:00.000'],
    [62.5, '1:02.500'],
    [3723.0404, '1:02:03.040'],
  ])('%d is %s, and back', (seconds, text) => {
    expect(formatMoment(seconds)).toBe(text)
    expect(parseMoment(text)).toBeCloseTo(seconds, 3)
  })
  it.each(['', 'abc', '1:2:3:4', '-5', '1:02.5x'])('%j is none', (text) =>
    expect(parseMoment(text)).toBeNull(),
  )
})

describe('in and out points', () => {
  it.each([
    [null, 4, 'missing'],
    [4, 4, 'backwards'],
    [4, 4.5, 'short'],
    [0, 601, 'long'],
    [5, 900, 'beyond'],
  ] as const)('%s to %s: says why not', (start, end, why) => expect(timesProblem(start, end, 800)).toBe(why))
  it('that make a clip have no problem', () => expect(timesProblem(4, 9.5, 800)).toBeNull())
})
