import { describe, expect, it } from 'vitest'
import { applyEvent, newEngine } from '../../../server/recommendations/engine/engine.ts'
import type { Happening } from '../../../server/recommendations/engine/event-log.model.ts'
import { ReplayMeter } from '../../../server/recommendations/replay/replay-meter.ts'
import type { RecommendationSettings } from '#shared/recommendations'

const START = Date.parse('2026-11-01T00:00:00Z')
const HOUR_MS = 3_600_000
const current: RecommendationSettings = {
  multipliers: { earlyPenaltyHours: 0, goldenHours: 1, goldenImpressions: 1 },
  ranking: { exploration: 0, freshShare: 0, freshDays: 0, freshPlays: 0, firstPlayShare: 0, goalBonus: 0, gainBonus: 0 }, // prettier-ignore
}
/** Whatever is not a week old yet counts half. */
const careful = { ...current, multipliers: { ...current.multipliers, earlyPenaltyHours: 168 } }

const item = (number: number): Happening => ({
  kind: 'item',
  targetId: `item ${number}`,
  item: { kind: 'clip', videoId: `v${number}`, creatorId: `c${number % 7}`, topicId: 'maths', videoTopicId: 'maths', startSeconds: 0, pathPosition: null, durationSeconds: 10, publishedAt: new Date(START - (number < 20 ? 1 : 400) * HOUR_MS), isNsfw: false, isSensitive: false, isSlow: false, isAway: false }, // prettier-ignore
})
const watch = (userId: string, number: number, to: number): Happening => ({
  kind: 'watch',
  userId,
  targetId: `item ${number}`,
  watch: { piece: [0, to], isSkip: false, isEnd: true, isStart: true },
})

function measure(proposed: RecommendationSettings, happenings: readonly Happening[]) {
  const engine = newEngine([{ id: 'maths', combinedTopicName: 'maths', prerequisites: [] }])
  const meter = new ReplayMeter(engine, { current, proposed })
  happenings.forEach((happening, _id) => {
    const event = { _id, key: `${_id}`, at: new Date(START + _id * 1000), happening }
    meter.look(event)
    applyEvent(engine, event)
  })
  return { meter, engine }
}

const library = Array.from({ length: 60 }, (_, number) => item(number))
const people = ['a', 'b', 'c'].map((userId): Happening => ({ kind: 'person', userId, chosen: ['maths'] }))
const plays = Array.from({ length: 60 }, (_, n) => watch('abc'[n % 3]!, (n * 7) % 60, n % 2 ? 10 : 1))

describe('a replay of the log', () => {
  it('finds the same where the rules are the same, and what people watched as it was', () => {
    const { meter } = measure(current, [...library, ...people, ...plays])
    expect(meter.moments).toBe(60)
    expect(meter.figures('proposed')).toEqual(meter.figures('current'))
    expect(meter.figures('watched')).toMatchObject({ coverage: 1, itemGini: 0, hitShare: 1 })
    expect(meter.figures('current').hitShare).toBeGreaterThan(0)
  })

  it('shows what is new less by rules that are careful with it', () => {
    const { meter } = measure(careful, [...library, ...people, ...plays])
    const freshSlots = (shown: ReadonlyMap<number, number>) =>
      [...shown].filter(([number]) => number < 20).reduce((sum, [, count]) => sum + count, 0)
    expect(freshSlots(meter.sides.proposed.shown)).toBeLessThan(freshSlots(meter.sides.current.shown) / 2)
  })

  it('leaves what is learnt as it is', () => {
    const looked = measure(careful, [...library, ...people, ...plays]).engine
    const plain = newEngine([{ id: 'maths', combinedTopicName: 'maths', prerequisites: [] }])
    ;[...library, ...people, ...plays].forEach((happening, _id) =>
      applyEvent(plain, { _id, key: `${_id}`, at: new Date(START + _id * 1000), happening }),
    )
    expect(looked.ranker.weights.mean).toEqual(plain.ranker.weights.mean)
    expect(looked.ranker.clips.variance).toEqual(plain.ranker.clips.variance)
  })
})
