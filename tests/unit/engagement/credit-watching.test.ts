import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { WatchEvent } from '../../../shared/engagement.ts'
import { creditWatching } from '../../../server/engagement/credit-watching.ts'

const now = new Date('2026-05-01T12:00:00Z')
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000)
const event = (
  positionSeconds: number,
  secondsWatched: number,
  more: Partial<WatchEvent> = {},
): WatchEvent => ({
  id: crypto.randomUUID(),
  positionSeconds,
  secondsWatched,
  isSkip: false,
  isEnd: false,
  secondsAgo: 0,
  ...more,
})
const facts = { durationSeconds: 100, lastReportAt: ago(60), now }

describe('what a player reports is believed', () => {
  it('piece by piece, at any speed', () => {
    expect(creditWatching([event(10, 10)], facts).pieces).toEqual([[0, 10]])
    expect(creditWatching([event(10, 10), event(30, 10)], facts).pieces).toEqual([
      [0, 10],
      [10, 30],
    ])
    expect(creditWatching([event(10, 10), event(15, 10)], facts).pieces[1]).toEqual([10, 15])
  })

  it('but a leap to the end gives only what the clock saw', () => {
    const credit = creditWatching([event(10, 10), event(100, 1, { isEnd: true })], facts)
    expect(credit.pieces[1]).toEqual([99, 100])
    expect(credit.isFinished).toBe(true)
  })

  it('for no longer than the clock between two reports', () => {
    expect(creditWatching([event(100, 3600)], { ...facts, lastReportAt: ago(8) }).secondsWatched).toEqual([
      10,
    ])
    expect(creditWatching([event(100, 3600)], { ...facts, lastReportAt: null }).secondsWatched).toEqual([60])
  })

  it('never beyond the item, never more than the time that went by', () => {
    const anyEvent = fc.record({
      position: fc.double({ min: 0, max: 86_400, noNaN: true }),
      seconds: fc.double({ min: 0, max: 3600, noNaN: true }),
    })
    fc.assert(
      fc.property(
        fc.array(anyEvent, { maxLength: 50 }),
        fc.nat(300),
        fc.nat(500),
        (reports, since, duration) => {
          const events = reports.map(({ position, seconds }) => event(position, seconds))
          const credit = creditWatching(events, { durationSeconds: duration, lastReportAt: ago(since), now })
          const total = credit.secondsWatched.reduce((sum, each) => sum + each, 0)
          expect(total).toBeLessThanOrEqual(since + 2 + 1e-6)
          for (const [from, to] of credit.pieces) {
            expect(from).toBeGreaterThanOrEqual(0)
            expect(to).toBeLessThanOrEqual(duration)
          }
          const covered = credit.pieces.reduce((sum, [from, to]) => sum + to - from, 0)
          expect(covered).toBeLessThanOrEqual(3 * (since + 2) + 1e-6)
        },
      ),
    )
  })
})
