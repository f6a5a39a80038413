import { describe, expect, it } from 'vitest'
import { applyEvent, newEngine, type Engine } from '../../../../server/recommendations/engine/engine.ts'
import type { Happening } from '../../../../server/recommendations/engine/event-log.model.ts'
import { exposureOf, gini } from '../../../../server/recommendations/engine/exposure.ts'
import { dayNumber } from '../../../../server/recommendations/engine/day-tally.ts'
import { videoAffinitiesOf } from '../../../../server/recommendations/engine/video-crowd.ts'

const topics = ['coffee', 'coffee/latte-art', 'maths', 'music'].map((combinedTopicName) => ({
  id: combinedTopicName,
  combinedTopicName,
  prerequisites: [],
}))
const START = Date.parse('2026-11-01T00:00:00Z')

const item = (id: string, topicId: string | null, videoId = `video of ${id}`): Happening => ({
  kind: 'item',
  targetId: id,
  item: { kind: 'clip', videoId, creatorId: 'creator', topicId, videoTopicId: topicId, startSeconds: 0, pathPosition: null, durationSeconds: 10, publishedAt: new Date(START), isNsfw: false, isSensitive: false, isSlow: false, isAway: false }, // prettier-ignore
})
const person = (userId: string, ...chosen: string[]): Happening => ({ kind: 'person', userId, chosen })
const watch = (userId: string, targetId: string, to: number, reason?: string): Happening => ({
  kind: 'watch',
  userId,
  targetId,
  watch: {
    piece: [0, to],
    isSkip: false,
    isEnd: true,
    isStart: true,
    ...(reason !== undefined && { reason }),
  },
})
const like = (userId: string, targetId: string): Happening => ({
  kind: 'mark',
  userId,
  targetId,
  mark: 'like',
})

function run(happenings: readonly Happening[]): Engine {
  const engine = newEngine(topics)
  happenings.forEach((happening, _id) =>
    applyEvent(engine, { _id, key: String(_id), at: new Date(START + _id * 1000), happening }),
  )
  return engine
}

const affinities = (engine: Engine, id: string) => Object.fromEntries(videoAffinitiesOf(engine, id))

describe('the topics of a video', () => {
  it('are those that its creator says while nobody watched it, a part of a subtopic being of the topic above', () => {
    const engine = run([item('a', 'maths'), item('b', 'coffee/latte-art'), item('c', null)])
    expect(affinities(engine, 'video of a')).toEqual({ maths: 1 })
    expect(affinities(engine, 'video of b')).toEqual({ 'coffee/latte-art': 0.7, coffee: 0.3 })
    expect(affinities(engine, 'video of c')).toEqual({})
  })

  it('move towards what those care for who like it more than was to be expected', () => {
    const fans = Array.from({ length: 40 }, (_, n) => `musician ${n}`)
    const events = fans.flatMap((fan) => [person(fan, 'music'), watch(fan, 'a', 10), like(fan, 'a')])
    const { maths, music } = affinities(run([item('a', 'maths'), ...events]), 'video of a')
    expect(music).toBeGreaterThan(0.1)
    expect(maths! + music!).toBeCloseTo(1, 2)
    expect(maths).toBeGreaterThan(music!)
  })

  it('are not moved by who leaves it, nor by who cares for nothing more than for anything', () => {
    const events = ['x', 'y', 'z'].flatMap((fan) => [person(fan, 'music'), watch(fan, 'a', 1)])
    expect(affinities(run([item('a', 'maths'), ...events]), 'video of a')).toEqual({ maths: 1 })
    const plain = [person('x'), watch('x', 'a', 10), like('x', 'a')]
    expect(affinities(run([item('a', null), ...plain]), 'video of a')).toEqual({})
  })

  it('weigh what its clips are watched', () => {
    const library = [item('a', 'maths', 'v'), item('b', 'music', 'v')]
    const events = Array.from({ length: 9 }, (_, n) => [person(`${n}`), watch(`${n}`, 'b', 1)]).flat()
    const { music = 0 } = affinities(run(library), 'v')
    expect(affinities(run([...library, ...events]), 'v').music).toBeGreaterThan(music)
  })
})

describe('a day of the engine', () => {
  it('knows what came of which reason, for the site and for each item', () => {
    const engine = run([
      item('a', 'maths'),
      item('b', 'maths'),
      person('x'),
      watch('x', 'a', 10, 'tmaths;I200M500A-500'),
      watch('x', 'b', 5),
    ])
    const day = engine.days.get(dayNumber(START))!
    expect(day).toMatchObject({ plays: 2, recommended: 1, watch: 1.5, newCreatorPlays: 2 })
    expect(day.reasons).toMatchObject({ because_topic: { plays: 1 }, elsewhere: { plays: 1 } })
    expect(day.items.get(0)).toMatchObject({ plays: 1, factors: { interest: 0.2, multiplier: 0.5 }, deltas: { early_penalty: -0.5 } }) // prettier-ignore
    expect(exposureOf(engine, dayNumber(START))).toMatchObject({ items: 2, reached: 2, itemGini: 0 })
  })

  it('tells even from uneven', () => {
    expect(gini([5, 5, 5, 5])).toBeCloseTo(0)
    expect(gini([0, 0, 0, 8])).toBeCloseTo(0.75)
    expect(gini([0, 0])).toBe(0)
  })
})
