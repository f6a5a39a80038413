import { describe, expect, it } from 'vitest'
import { linesAt, parseCues } from '../../../../composables/feed/caption-cues.ts'
import { playGoal } from '../../../../composables/feed/play-goal.ts'
import { retryStep } from '../../../../composables/feed/retry-steps.ts'
import { SkipHabit } from '../../../../composables/feed/skip-habit.ts'
import { Throughput } from '../../../../composables/feed/throughput.ts'

describe('what the line carries', () => {
  const after = (...transfers: [bytes: number, ms: number][]) => {
    const throughput = new Throughput()
    for (const transfer of transfers) throughput.add(...transfer)
    return throughput.bitsPerSecond
  }

  it('is unknown before the first transfer, and after short ones', () => {
    expect(after()).toBeNull()
    expect(after([1000, 1])).toBeNull()
  })
  it('is that of the first transfer, exactly', () => {
    expect(after([125_000, 1000])).toBeCloseTo(1e6)
  })
  it('falls quickly and rises slowly', () => {
    const [fast, slow] = [1_250_000, 50_000]
    expect(after([fast, 1000], [slow, 3000])!).toBeLessThan(6e6)
    expect(after([slow, 3000], [fast, 1000])!).toBeLessThan(4e6)
  })
  it('is no more than a cache could be told apart from a line', () => {
    expect(after([125_000, 0])).toBeCloseTo(100e6)
  })
})

describe('after a failed fetch', () => {
  it.each([
    [1, true, { kind: 'again', afterMs: 400 }],
    [2, true, { kind: 'again', afterMs: 1500 }],
    [3, true, { kind: 'lower' }],
    [3, false, { kind: 'fail' }],
  ])('number %d, with a lower rendition: %s', (failures, canGoLower, expected) => {
    expect(retryStep(failures, canGoLower)).toEqual(expected)
  })
})

describe('how far the current item loads', () => {
  const narrow = { isSuspended: false, isLineWide: false }
  const calm = {
    isReady: true,
    isWaiting: false,
    failure: null,
    position: 0,
    bufferedUntil: 6,
    duration: 30,
  }
  it.each([
    ['little at its beginning', calm, 5],
    ['more the longer it is watched', { ...calm, position: 8 }, 13],
    ['never more than twenty seconds', { ...calm, position: 300 }, 20],
  ])('is %s', (_, facts, goalSeconds) => {
    expect(playGoal(facts, narrow).goalSeconds).toBe(goalSeconds)
  })
  it('is less where a segment comes in no time', () => {
    const wide = { isSuspended: false, isLineWide: true }
    expect(playGoal(calm, wide).goalSeconds).toBe(2)
    expect(playGoal({ ...calm, bufferedUntil: 2 }, wide).isHungry).toBe(false)
  })
  it('is nothing while something else has the stage', () => {
    expect(playGoal(calm, { ...narrow, isSuspended: true }).goalSeconds).toBe(0)
  })
  it.each([
    ['no picture yet', { ...calm, isReady: false }, true],
    ['waiting', { ...calm, isWaiting: true }, true],
    ['little ahead', { ...calm, bufferedUntil: 2 }, true],
    ['enough ahead', calm, false],
    ['all of it there', { ...calm, position: 28, bufferedUntil: 29.9 }, false],
    ['failed', { ...calm, isReady: false, failure: 'network' }, false],
  ])('needs the whole line: %s', (_, facts, isHungry) => {
    expect(playGoal(facts, narrow).isHungry).toBe(isHungry)
  })
})

describe('how often somebody skips', () => {
  it('is nothing after a few items, then the share of the last ten', () => {
    const habit = new SkipHabit()
    habit.note(true)
    habit.note(true)
    expect(habit.share).toBe(0)
    habit.note(false)
    expect(habit.share).toBeCloseTo(2 / 3)
    for (let count = 0; count < 10; count++) habit.note(false)
    expect(habit.share).toBe(0)
  })
})

describe('captions', () => {
  const vtt = [
    'WEBVTT - made by hand',
    '',
    'NOTE 00:00.000 --> is how times begin',
    '',
    '1',
    '00:01.000 --> 00:03.500 align:start',
    '<v Ann>Hello &amp; welcome',
    'to <i>signs</i>',
    '',
    '00:00:03.000 --> 01:00:00.000',
    'Again',
    '',
    'no timing here',
  ].join('\r\n')

  it('are read as plain lines, whatever else the file holds', () => {
    expect(parseCues(vtt)).toEqual([
      { startSeconds: 1, endSeconds: 3.5, lines: ['Hello & welcome', 'to signs'] },
      { startSeconds: 3, endSeconds: 3600, lines: ['Again'] },
    ])
  })
  it.each([
    [0.5, []],
    [1, ['Hello & welcome', 'to signs']],
    [3.2, ['Hello & welcome', 'to signs', 'Again']],
    [3.5, ['Again']],
  ])('at %d s are those that are on', (seconds, lines) => {
    expect(linesAt(parseCues(vtt), seconds)).toEqual(lines)
  })
  it('are none in what is no such file', () => {
    expect(parseCues('<!doctype html>')).toEqual([])
  })
})
