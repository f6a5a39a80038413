import { expect, it } from 'vitest'
import { timeAgo } from '../../../../components/base/time-ago.ts'

const now = new Date('2026-11-21T12:00:00Z')

it.each([
  ['2026-11-21T11:59:30Z', null],
  ['2026-11-21T12:00:30Z', null],
  ['2026-11-21T11:59:00Z', '1 minute ago'],
  ['2026-11-21T09:30:00Z', '2 hours ago'],
  ['2026-11-20T11:00:00Z', 'yesterday'],
  ['2026-11-10T12:00:00Z', 'last week'],
  ['2026-05-01T12:00:00Z', '6 months ago'],
  ['2023-01-01T00:00:00Z', '3 years ago'],
])('%s is %s', (at, words) => expect(timeAgo(new Date(at), now, 'en')).toBe(words))

it('speaks the language of the reader', () => {
  expect(timeAgo(new Date('2026-11-21T09:30:00Z'), now, 'de')).toBe('vor 2 Stunden')
})
