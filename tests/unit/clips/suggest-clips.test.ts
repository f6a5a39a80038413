import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ClipSuggestionView, MAX_SUGGESTION_SECONDS, MIN_SUGGESTION_SECONDS } from '#shared/studio'
import { suggestClips, type SuggestionFacts } from '../../../server/clips/suggest-clips.ts'

const nothing: SuggestionFacts = {
  durationSeconds: 120,
  title: 'Bees in spring',
  sceneCuts: [],
  silences: [],
  blacks: [],
  energy: [],
  secondsPerEnergy: 1,
  cues: [],
  taken: [],
}
const stretch = (startSeconds: number, endSeconds: number) => ({ startSeconds, endSeconds })
const apart = (all: { startSeconds: number; endSeconds: number }[]) => {
  const inTime = [...all].sort((a, b) => a.startSeconds - b.startSeconds)
  return inTime.every(
    (each, index) => index === 0 || inTime[index - 1]!.endSeconds <= each.startSeconds + 1e-9,
  )
}

/** Stretches in order and apart, as analysis gives them. */
const stretches = (seconds: number) =>
  fc
    .uniqueArray(fc.integer({ min: 0, max: Math.floor(seconds * 1000) }), { maxLength: 60 })
    .map((moments) => moments.sort((a, b) => a - b))
    .map((moments) =>
      Array.from({ length: Math.floor(moments.length / 2) }, (_, index) =>
        stretch(moments[2 * index]! / 1000, moments[2 * index + 1]! / 1000),
      ),
    )

const facts = fc.double({ min: 1, max: 2000, noNaN: true }).chain((durationSeconds) =>
  fc.record({
    durationSeconds: fc.constant(durationSeconds),
    title: fc.string({ minLength: 1, maxLength: 150 }),
    sceneCuts: fc
      .uniqueArray(fc.integer({ min: 0, max: Math.floor(durationSeconds * 1000) }), { maxLength: 200 })
      .map((cuts) => cuts.map((ms) => ms / 1000).sort((a, b) => a - b)),
    silences: stretches(durationSeconds),
    blacks: stretches(durationSeconds),
    energy: fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: Math.ceil(durationSeconds) }),
    secondsPerEnergy: fc.constant(1),
    // what people write may lie anywhere and overlap
    cues: fc.array(
      fc.record({
        startSeconds: fc.double({ min: 0, max: 3000, noNaN: true }),
        endSeconds: fc.double({ min: 0, max: 3000, noNaN: true }),
        text: fc.string({ maxLength: 200 }),
      }),
      { maxLength: 60 },
    ),
    taken: fc.array(
      fc
        .tuple(fc.double({ min: 0, max: 2000, noNaN: true }), fc.double({ min: 1, max: 600, noNaN: true }))
        .map(([at, length]) => stretch(at, at + length)),
      { maxLength: 20 },
    ),
  }),
)

describe('suggested clips', () => {
  it('are always within the video, of 15 to 60 s, apart from clips and each other, best first and named', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const suggested = suggestClips(given)
        for (const { startSeconds, endSeconds, title } of suggested) {
          expect(startSeconds).toBeGreaterThanOrEqual(0)
          expect(endSeconds).toBeLessThanOrEqual(given.durationSeconds)
          expect(endSeconds - startSeconds).toBeGreaterThanOrEqual(MIN_SUGGESTION_SECONDS - 1e-6)
          expect(endSeconds - startSeconds).toBeLessThanOrEqual(MAX_SUGGESTION_SECONDS + 1e-6)
          expect([startSeconds, endSeconds].map((at) => Math.round(at * 1000) / 1000)).toEqual([
            startSeconds,
            endSeconds,
          ])
          expect(title.length).toBeGreaterThan(0)
          expect([...title].length).toBeLessThanOrEqual(150)
          expect(given.taken.every((clip) => apart([clip, { startSeconds, endSeconds }]))).toBe(true)
        }
        expect(apart(suggested)).toBe(true)
        expect(suggested.map(({ score }) => score)).toEqual(
          suggested.map(({ score }) => score).sort((a, b) => b - a),
        )
        expect(suggested.every((each) => ClipSuggestionView.safeParse(each).success)).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  it('are the same for the same facts', () => {
    fc.assert(
      fc.property(facts, (given) => {
        expect(suggestClips(given)).toEqual(suggestClips(structuredClone(given)))
      }),
      { numRuns: 50 },
    )
  })

  it('begin where a silence ends and end in the middle of one', () => {
    const silences = [stretch(10, 12), stretch(45, 47)]
    expect(suggestClips({ ...nothing, silences })[0]).toMatchObject({
      startSeconds: 12,
      endSeconds: 46,
      signals: ['silence'],
    })
  })

  it('begin at the first picture of a scene and end before the next', () => {
    expect(suggestClips({ ...nothing, sceneCuts: [20, 55] })).toContainEqual(
      expect.objectContaining({ startSeconds: 20, endSeconds: 54.999, signals: ['scene'] }),
    )
  })

  it('leave out what is black or silent', () => {
    const quiet = {
      ...nothing,
      sceneCuts: [20, 50, 90],
      blacks: [stretch(20, 50)],
      silences: [stretch(51, 89)],
    }
    for (const { startSeconds, endSeconds } of suggestClips(quiet)) {
      expect(startSeconds >= 50 || endSeconds <= 30).toBe(true)
      expect(startSeconds < 52 && endSeconds > 88).toBe(false)
    }
  })

  it('are named by what is said first in them, else by the video', () => {
    const cues = [
      { startSeconds: 5, endSeconds: 8, text: 'Bees see ultraviolet.' },
      { startSeconds: 8.2, endSeconds: 30, text: 'We do not' },
    ]
    expect(suggestClips({ ...nothing, cues })[0]).toMatchObject({
      title: 'Bees see ultraviolet',
      startSeconds: 5,
    })
    expect(suggestClips({ ...nothing, sceneCuts: [30, 60] }).map(({ title }) => title)).toContain(
      'Bees in spring, part 1',
    )
  })

  it('are none where nothing says where something begins', () => {
    expect(suggestClips(nothing)).toEqual([])
  })

  it('of four times as long a video, with as many more cuts, take about four times as long', () => {
    const ratio = quickest(7200) / quickest(1800)
    expect(ratio).toBeLessThan(10)
  })
})

/** Of a few tries, milliseconds for a video with a cut every 1.8 s. */
function quickest(durationSeconds: number): number {
  const sceneCuts = Array.from({ length: durationSeconds / 1.8 }, (_, index) => 1.8 * index)
  const times = Array.from({ length: 4 }, () => {
    const begun = performance.now()
    expect(suggestClips({ ...nothing, durationSeconds, sceneCuts })).toHaveLength(24)
    return performance.now() - begun
  })
  return Math.min(...times)
}
