import { describe, expect, it } from 'vitest'
import { minutesUntilAnswer } from '../../../server/learning/answer-policy.ts'
import { higherLevel, leastLevel, levelAfterAnswer, levelOfShare } from '../../../server/learning/mastery.ts'
import { isSubtopicDone, nextSteps, reasonForNone, type Step } from '../../../server/learning/next-step.ts'

describe('levels', () => {
  it.each([
    [0, null],
    [0.01, 'started'],
    [0.49, 'started'],
    [0.5, 'familiar'],
    [0.89, 'familiar'],
    [0.9, 'proficient'],
    [1, 'proficient'],
  ])('watching %d of a clip gives %s', (share, level) => {
    expect(levelOfShare(share)).toBe(level)
  })

  it('never fall by watching, and are mastered by a right answer alone', () => {
    expect(higherLevel('mastered', 'started')).toBe('mastered')
    expect(higherLevel(null, 'familiar')).toBe('familiar')
    expect(levelAfterAnswer(null, true)).toBe('mastered')
    expect(levelAfterAnswer('mastered', false)).toBe('proficient')
    expect(levelAfterAnswer('familiar', false)).toBe('familiar')
    expect(levelAfterAnswer(null, false)).toBe('started')
  })

  it('of a subtopic are those of its least clip', () => {
    expect(leastLevel(['mastered', 'familiar'])).toBe('familiar')
    expect(leastLevel(['mastered', null])).toBeNull()
    expect(leastLevel([])).toBeNull()
  })
})

describe('another answer', () => {
  const now = new Date('2026-05-01T12:00:00Z')
  const facts = { answeredAt: new Date('2026-05-01T11:57:30Z'), watchedSince: 0, durationSeconds: 20 }
  it('waits ten minutes, or for another look at the clip', () => {
    expect(minutesUntilAnswer({ ...facts, answeredAt: null }, now)).toBeNull()
    expect(minutesUntilAnswer(facts, now)).toBe(8)
    expect(minutesUntilAnswer({ ...facts, watchedSince: 10 }, now)).toBeNull()
    expect(minutesUntilAnswer(facts, new Date('2026-05-01T12:07:30Z'))).toBeNull()
  })
})

describe('the next step', () => {
  const step = (clipId: string, subtopic: string, level: Step['level'] = null, share = 0): Step => ({
    clipId,
    subtopic,
    level,
    share,
  })
  const steps = [
    step('a', 'Nouns', 'familiar', 0.6),
    step('b', 'Nouns', 'proficient', 1),
    step('c', 'Nouns'),
    step('d', 'Verbs'),
  ]
  it('is the next open one after where somebody is, then what was passed over', () => {
    expect(nextSteps(steps, 'b')).toEqual([
      { clipId: 'c', reason: 'Next in Nouns.' },
      { clipId: 'd', reason: 'Verbs comes next.' },
      { clipId: 'a', reason: 'You passed over this one.' },
    ])
    expect(nextSteps(steps, null)[0]).toEqual({ clipId: 'a', reason: 'You have watched 60 % of it.' })
  })
  it('says why there is none', () => {
    expect(reasonForNone([])).toBe('This path has no clips yet.')
    expect(reasonForNone([step('a', 'Nouns', 'mastered')])).toBe('You have finished this path.')
  })
  it('tells that a subtopic is done', () => {
    expect(isSubtopicDone(steps, 'a')).toBe(false)
    expect(isSubtopicDone([step('a', 'Nouns', 'mastered'), step('d', 'Verbs')], 'a')).toBe(true)
  })
})
