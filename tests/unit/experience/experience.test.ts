import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CONNECTIONS, ExperienceEvent, SURFACES } from '#shared/experience'
import { experienceFigures } from '#server/experience/experience-figures'
import { FIRST_FRAME_BOUNDS, FIRST_FRAME_BUCKETS, bucketOf, quantileOf } from '#server/experience/first-frame'
import { addSums, noSums, sumsOf, tallyExperience } from '#server/experience/tally-experience'

const count = (max: number) => fc.integer({ min: 0, max })
const events = fc.array(
  fc.record({
    id: fc.constant(null).map(() => randomUUID()),
    surface: fc.constantFrom(...SURFACES),
    item: fc.constant({ kind: 'clip' as const, id: 'c'.repeat(24) }),
    firstFrameMs: fc.option(count(20_000)),
    wasReady: fc.boolean(),
    rebufferCount: count(5),
    rebufferMs: count(10_000),
    playedSeconds: count(600),
    fetchedBytes: count(10_000_000),
    shownBytes: count(10_000_000),
    droppedFrames: count(1000),
    totalFrames: count(1000),
    height: count(1080),
    connection: fc.constantFrom(...CONNECTIONS),
    hasFailed: fc.boolean(),
  }),
  { maxLength: 50 },
)

describe('what playing was like, in sums', () => {
  it('is the same counted at once or by surface and connection, and no share is more than all', () => {
    fc.assert(
      fc.property(events, (batch) => {
        for (const event of batch) ExperienceEvent.parse(event)
        const atOnce = batch.map(sumsOf).reduce(addSums, noSums())
        const tallies = tallyExperience(batch)
        expect(tallies.map(({ sums }) => sums).reduce(addSums, noSums())).toEqual(atOnce)
        expect(tallies.length).toBeLessThanOrEqual(SURFACES.length * CONNECTIONS.length)
        const figures = experienceFigures(atOnce)
        const shares = [figures.rebufferShare, figures.wastedShare, figures.droppedFrameShare, figures.failedShare] // prettier-ignore
        for (const share of shares) {
          expect(share).toBeGreaterThanOrEqual(0)
          expect(share).toBeLessThanOrEqual(1)
        }
        expect(figures.plays).toBe(batch.length)
      }),
    )
  })

  it('of nobody is nothing', () => {
    const none = { p50: null, p75: null, p95: null }
    expect(experienceFigures(noSums())).toEqual({ plays: 0, firstFrameMs: none, rebufferShare: 0, wastedShare: 0, droppedFrameShare: 0, failedShare: 0 }) // prettier-ignore
  })
})

describe('quantiles of the first picture', () => {
  it('lie in the bucket of the value at that rank', () => {
    const values = fc.array(count(30_000), { minLength: 1, maxLength: 200 })
    fc.assert(
      fc.property(values, fc.constantFrom(0.5, 0.75, 0.95), (milliseconds, share) => {
        const counts = Array.from({ length: FIRST_FRAME_BUCKETS }, () => 0)
        for (const value of milliseconds) counts[bucketOf(value)]! += 1
        const sorted = milliseconds.toSorted((a, b) => a - b)
        const exact = sorted[Math.ceil(share * sorted.length) - 1]!
        const bucket = bucketOf(exact)
        const lower = bucket === 0 ? 0 : FIRST_FRAME_BOUNDS[bucket - 1]!
        const upper = FIRST_FRAME_BOUNDS[bucket] ?? FIRST_FRAME_BOUNDS.at(-1)!
        const quantile = quantileOf(counts, share)!
        expect(quantile).toBeGreaterThanOrEqual(lower)
        expect(quantile).toBeLessThanOrEqual(upper)
      }),
    )
  })

  it('are interpolated within a bucket', () => {
    const counts = Array.from({ length: FIRST_FRAME_BUCKETS }, () => 0)
    counts[bucketOf(120)] = 10
    expect([quantileOf(counts, 0.5), quantileOf(counts, 0.95)]).toEqual([125, 148])
    expect(quantileOf(Array.from({ length: FIRST_FRAME_BUCKETS }, () => 0), 0.5)).toBeNull() // prettier-ignore
  })
})
