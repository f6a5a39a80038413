import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadedUntil, nextSegment, playedBytes } from '../../../../composables/feed/buffered.ts'
import { bytesOf, segmentsOf } from '../../../../composables/feed/segments.ts'
import { rendition } from './footage.ts'

const segments = segmentsOf(rendition())
const span = (startSeconds: number, endSeconds: number) => ({ startSeconds, endSeconds })

describe('segments of a rendition', () => {
  it('lie one after another in the pack and in time', () => {
    expect(segments.slice(0, 2)).toEqual([
      { index: 0, startSeconds: 10, endSeconds: 12, range: [5000, 5099] },
      { index: 1, startSeconds: 12, endSeconds: 14, range: [5100, 5299] },
    ])
    expect(bytesOf(segments[5]!.range)).toBe(600)
  })
})

describe('what is loaded next', () => {
  it('is loaded without a gap up to where something is missing', () => {
    expect(loadedUntil([], 11)).toBe(11)
    expect(loadedUntil([span(10, 12), span(12.1, 14), span(18, 20)], 11)).toBe(14)
  })

  it.each<[string, ReturnType<typeof span>[], number, number, number, number | undefined]>([
    ['the segment that is on', [], 11, 13, -1, 0],
    ['the one behind what is there', [span(10, 12)], 11, 13, 0, 1],
    ['nothing once the goal is reached', [span(10, 14)], 11, 13, 1, undefined],
    ['after a leap, the one that is leapt into', [span(10, 14)], 19, 21, -1, 4],
    ['none twice, though its frames end early', [span(10, 11.7)], 11, 14, 0, 1],
    ['nothing behind the last', [span(10, 21.9)], 21, 30, 5, undefined],
  ])('is %s', (_, spans, position, goal, last, index) => {
    expect(nextSegment(segments, spans, { position, goal, last })?.index).toBe(index)
  })

  it('reaches any goal, wherever it begins, with each segment at most once', () => {
    fc.assert(
      fc.property(fc.double({ min: 10, max: 21.5, noNaN: true }), fc.double({ min: 0.1, max: 15, noNaN: true }), (position, ahead) => {
        const goal = Math.min(position + ahead, 22)
        const loaded: ReturnType<typeof span>[] = []
        let last = -1
        for (let turn = 0; turn <= segments.length; turn++) {
          const next = nextSegment(segments, loaded, { position, goal, last })
          if (!next) break
          expect(next.index).toBeGreaterThan(last)
          loaded.push(next)
          last = next.index
        }
        expect(loadedUntil(loaded, position)).toBeGreaterThanOrEqual(goal)
      }),
    )
  }) // prettier-ignore
})

describe('bytes that were shown', () => {
  it.each<[string, ReturnType<typeof span>[], number]>([
    ['none before it has played', [], 0],
    ['half a segment that was half seen', [span(11, 12)], 50],
    ['a segment once, however its parts were played', [span(10, 11), span(11, 12)], 100],
    ['every segment that was played through', [span(10, 14)], 300],
  ])('are %s', (_, played, bytes) => {
    const loaded = [{ ...segments[0]!, bytes: 100 }, { ...segments[1]!, bytes: 200 }]
    expect(playedBytes(loaded, played)).toBeCloseTo(bytes)
  }) // prettier-ignore
})
