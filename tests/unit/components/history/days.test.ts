import { describe, expect, it } from 'vitest'
import { wordsOf } from '../../../support/words.ts'
import { groupByDay } from '../../../../components/history/days.ts'

const now = new Date('2026-05-02T01:00:00Z')
const at = (watchedAt: string) => ({ watchedAt })
const labels = (items: { watchedAt: string }[], zone = 'UTC') =>
  groupByDay(items, { now, zone, locale: 'en', t: wordsOf('en') }).map((day) => [day.label, day.items.length])

describe('the days of a history', () => {
  it('are named as people say them', () => {
    const items = [
      '2026-05-02T00:30:00Z',
      '2026-05-01T23:30:00Z',
      '2026-05-01T08:00:00Z',
      '2026-04-28T08:00:00Z',
      '2025-12-31T08:00:00Z',
    ].map(at)
    expect(labels(items)).toEqual([
      ['Today', 1],
      ['Yesterday', 2],
      ['Tuesday, April 28', 1],
      ['December 31, 2025', 1],
    ])
  })

  it('are those of whoever looks', () => {
    expect(labels([at('2026-05-02T00:30:00Z'), at('2026-05-01T23:30:00Z')], 'America/New_York')).toEqual([
      ['Today', 2],
    ])
    expect(labels([])).toEqual([])
  })
})
