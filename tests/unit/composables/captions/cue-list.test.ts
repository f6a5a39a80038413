import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addedAt,
  changed,
  cueAt,
  draftOf,
  mergedWithNext,
  shifted,
  split,
  withoutKeys,
} from '../../../../composables/captions/cue-list.ts'
import { readTime, writeTime } from '../../../../composables/captions/cue-time.ts'
import { UndoStack } from '../../../../composables/captions/undo-stack.ts'

const cues = () =>
  draftOf([
    { startSeconds: 1, endSeconds: 3, text: 'one two' },
    { startSeconds: 4, endSeconds: 6, text: 'three' },
  ])

describe('editing cues', () => {
  it('splits text and time in proportion, and a merge puts both together again', () => {
    const before = cues()
    const { cues: parts } = split(before, before[0]!.key, 3)!
    expect(withoutKeys(parts).slice(0, 2)).toEqual([
      { startSeconds: 1, endSeconds: 2, text: 'one' },
      { startSeconds: 2, endSeconds: 3, text: 'two' },
    ])
    expect(withoutKeys(mergedWithNext(parts, before[0]!.key)!)[0]).toEqual({
      startSeconds: 1,
      endSeconds: 3,
      text: 'one\ntwo',
    })
    expect(split(before, before[1]!.key, 0)).toBeNull()
    expect(mergedWithNext(before, before[1]!.key)).toBeNull()
  })

  it('adds one where the video stands, no longer than there is room', () => {
    expect(withoutKeys(addedAt(cues(), 3.2).cues)[1]).toEqual({ startSeconds: 3.2, endSeconds: 4, text: '' })
    expect(withoutKeys(addedAt([], 7).cues)).toEqual([{ startSeconds: 7, endSeconds: 9, text: '' }])
  })

  it('keeps them in the order of their start', () => {
    const before = cues()
    const after = changed(before, before[0]!.key, { startSeconds: 10, endSeconds: 11 })
    expect(after.map(({ text }) => text)).toEqual(['three', 'one two'])
    expect(before.map(({ text }) => text)).toEqual(['one two', 'three'])
  })

  it('shifts all, and back again, where nothing reaches the beginning', () => {
    const anySeconds = fc.integer({ min: 0, max: 100_000 }).map((thousandths) => thousandths / 1000)
    fc.assert(
      fc.property(anySeconds, (by) => {
        expect(withoutKeys(shifted(shifted(cues(), by), -by))).toEqual(withoutKeys(cues()))
      }),
    )
    expect(withoutKeys(shifted(cues(), -2))).toEqual([
      { startSeconds: 0, endSeconds: 1, text: 'one two' },
      { startSeconds: 2, endSeconds: 4, text: 'three' },
    ])
    expect(shifted(cues(), -3)).toHaveLength(1)
  })

  it('finds what is said at a moment among thousands', () => {
    const many = Array.from({ length: 5000 }, (_, index) => ({ startSeconds: index, endSeconds: index + 1, text: 'a' })) // prettier-ignore
    expect([cueAt(many, -1), cueAt(many, 0), cueAt(many, 1234.5), cueAt(many, 9999)]).toEqual([-1, 0, 1234, 4999]) // prettier-ignore
  })
})

describe('times as people write them', () => {
  it.each([
    ['1:02:03.450', 3723.45],
    ['2:03', 123],
    ['123,5', 123.5],
    ['0:00', 0],
    ['', null],
    ['1:2:3:4', null],
    ['99:00:00', null],
    ['-1', null],
  ])('%s', (text, seconds) => expect(readTime(text)).toBe(seconds))

  it('come back to the millisecond', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 86_400_000 }), (thousandths) => {
        expect(Math.round(readTime(writeTime(thousandths / 1000))! * 1000)).toBe(thousandths)
      }),
    )
  })
})

describe('undo', () => {
  it('goes back over what was typed in a row at once, and forth again', () => {
    const stack = new UndoStack<string>()
    stack.push('', 'text:1')
    stack.push('h', 'text:1')
    stack.push('hi', 'remove')
    expect(stack.undo('gone')).toBe('hi')
    expect(stack.undo('hi')).toBe('')
    expect(stack.undo('')).toBeNull()
    expect(stack.redo('')).toBe('hi')
    expect(stack.redo('hi')).toBe('gone')
    expect(stack.redo('gone')).toBeNull()
  })
})
