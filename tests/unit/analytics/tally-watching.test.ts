import fc from 'fast-check'
import { Types } from 'mongoose'
import { describe, expect, it } from 'vitest'
import { lastDays } from '../../../server/analytics/last-days.ts'
import { tallyWatching, type CountedEvent } from '../../../server/analytics/tally-watching.ts'
import { watchThrough } from '../../../server/analytics/watch-through.ts'

const videoId = new Types.ObjectId()
const clipId = new Types.ObjectId()
const event = (change: Partial<CountedEvent>): CountedEvent => ({
  targetKind: 'video',
  targetId: videoId,
  videoId,
  secondsWatched: 10,
  date: new Date('2026-03-01T23:59:59Z'),
  ...change,
})
const clipEvent = (change: Partial<CountedEvent>) =>
  event({ targetKind: 'clip', targetId: clipId, startSeconds: 595, ...change })

describe('what reports add to the figures', () => {
  it('is a day for the item alone, and a curve for a clip and for its video', () => {
    const tally = tallyWatching([clipEvent({ piece: [0, 10], isStart: true })])
    expect(tally.days).toMatchObject([
      { targetKind: 'clip', targetId: clipId.toString(), day: '2026-03-01', plays: 1, secondsWatched: 10 },
    ])
    const curves = tally.curves.map(({ targetId, part, plays, seconds }) => [
      targetId === clipId.toString() ? 'clip' : 'video',
      part,
      plays,
      [...seconds.keys()],
    ])
    expect(curves).toEqual([
      ['clip', 0, 1, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
      ['video', 0, 1, [595, 596, 597, 598, 599]],
      ['video', 1, 0, [0, 1, 2, 3, 4]],
    ])
  })

  it('counts each second of a video that is played on once, wherever the reports cut it', () => {
    const anyCuts = fc.array(fc.double({ min: 0, max: 900, noNaN: true }), { maxLength: 30 })
    fc.assert(
      fc.property(anyCuts, (cuts) => {
        const ends = [0, ...cuts.sort((a, b) => a - b), 900]
        const events = ends.slice(1).map((to, index) => event({ piece: [ends[index]!, to] }))
        const { curves } = tallyWatching(events)
        const counts = curves.flatMap(({ seconds }) => [...seconds.values()])
        expect(counts).toEqual(new Array(900).fill(1))
      }),
    )
  })
})

describe('the watch-through curve', () => {
  it('has a share for every second, above one where people go back', () => {
    const parts: Parameters<typeof watchThrough>[0] = [
      { part: 0, plays: 4, seconds: { 0: 4, 1: 6 } },
      { part: 1, plays: 0, seconds: { 0: 1, 700: 9 } },
    ]
    const shares = watchThrough(parts, 601.4)
    expect(shares).toHaveLength(601)
    expect([shares[0], shares[1], shares[2], shares[600]]).toEqual([1, 1.5, 0, 0.25])
  })

  it('is empty where nobody played', () => {
    expect(watchThrough([], 60)).toEqual([])
    expect(watchThrough([{ part: 1, seconds: { 0: 1 } }], 60)).toEqual([])
  })
})

it('days follow each other without gaps, up to today in UTC', () => {
  expect(lastDays(3, new Date('2026-03-01T00:30:00Z'))).toEqual(['2026-02-27', '2026-02-28', '2026-03-01'])
})
