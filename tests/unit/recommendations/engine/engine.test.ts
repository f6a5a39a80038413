import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildQueues, type Sequences } from '../../../../server/recommendations/engine/build-queues.ts'
import { applyEvent, newEngine, type Engine } from '../../../../server/recommendations/engine/engine.ts'
import type { Happening, ItemFacts } from '../../../../server/recommendations/engine/event-log.model.ts'
import { NO_WISHES, type PersonFacts } from '../../../../server/recommendations/engine/person-facts.ts'
import { unpackReason } from '../../../../server/recommendations/packed-reason.ts'
import { affinitiesOf, topTopics } from '../../../../server/recommendations/engine/top-topics.ts'

const idOf = (kind: string, number: number) => createHash('sha1').update(kind + number).digest('hex').slice(0, 24) // prettier-ignore
const NAMES = ['coffee', 'coffee/latte-art', 'coffee/roasting', 'maths']
const topics = NAMES.map((combinedTopicName, index) => ({
  id: idOf('topic', index),
  combinedTopicName,
  prerequisites: combinedTopicName === 'coffee/roasting' ? ['coffee/latte-art'] : [],
}))
const START = Date.parse('2026-11-01T00:00:00Z')
const now = new Date(START + 10 * 86_400_000)

function item(number: number, change: Partial<ItemFacts> = {}): Happening {
  const facts: ItemFacts = {
    kind: number % 7 === 6 ? 'video' : 'clip',
    videoId: idOf('video', Math.floor(number / 3)),
    creatorId: idOf('creator', number % 5),
    topicId: number % 6 === 5 ? null : idOf('topic', number % 4),
    title: `Item ${number}`,
    videoTopicId: number % 6 === 5 ? null : idOf('topic', number % 4),
    startSeconds: (number % 3) * 10,
    pathPosition: null,
    durationSeconds: 10,
    publishedAt: new Date(START - number * 3_600_000),
    isNsfw: number % 11 === 10,
    isSensitive: false,
    isSlow: number % 13 === 12,
    isAway: number % 17 === 16,
    ...change,
  }
  return { kind: 'item', targetId: idOf('item', number), item: facts }
}

const watch = (person: number, number: number, to: number, flags: object = {}): Happening => ({
  kind: 'watch',
  userId: idOf('user', person),
  targetId: idOf('item', number),
  watch: { piece: [0, to], isSkip: false, isEnd: to >= 10, isStart: true, ...flags },
})

function run(happenings: readonly Happening[], stepMs = 1000): Engine {
  const engine = newEngine(topics)
  happenings.forEach((happening, _id) => {
    applyEvent(engine, { _id, key: String(_id), at: new Date(START + _id * stepMs), happening })
  })
  return engine
}

function queuesOf(
  engine: Engine,
  person: number,
  change: { facts?: Partial<PersonFacts>; held?: Sequences; keep?: number; seed?: number } = {},
) {
  // prettier-ignore
  const user = engine.users.get(idOf('user', person))!
  const names = topTopics(engine, affinitiesOf(engine, user, now.getTime()))
  const facts = { ...NO_WISHES, ...change.facts }
  const { held = new Map(), keep, seed = 1 } = change
  return buildQueues(engine, { user: user.ranker, seen: user.seen, facts, topics: names, held, ...(keep !== undefined && { keep }), seed, now }) // prettier-ignore
}

const library = Array.from({ length: 60 }, (_, number) => item(number))
const happenings = fc.array(
  fc.oneof(
    fc.tuple(fc.nat(4), fc.nat(59), fc.integer({ min: 0, max: 10 }), fc.boolean()).map(([person, number, to, isSkip]) => watch(person, number, to, { isSkip, isStart: to > 5 })), // prettier-ignore
    fc.record({ kind: fc.constant('mark' as const), userId: fc.nat(4).map((n) => idOf('user', n)), targetId: fc.nat(59).map((n) => idOf('item', n)), mark: fc.constantFrom('like' as const, 'dislike' as const, 'view' as const) }), // prettier-ignore
    fc.record({ kind: fc.constant('reset' as const), userId: fc.nat(4).map((n) => idOf('user', n)), topicId: fc.nat(3).map((n) => idOf('topic', n)) }), // prettier-ignore
    fc.nat(59).map((number) => ({ kind: 'gone' as const, targetId: idOf('item', number) })),
    fc.nat(69).map((number) => item(number)),
  ),
  { maxLength: 120 },
)
const met = [0, 1, 2, 3, 4].map((n): Happening => ({ kind: 'person', userId: idOf('user', n), chosen: [idOf('topic', n % 4)] })) // prettier-ignore

describe('the engine', () => {
  it('makes the same queues, byte by byte, from the same log', () => {
    fc.assert(
      fc.property(happenings, (events) => {
        const bytes = () => {
          const engine = run([...library, ...met, ...events])
          const { weights, clips, userTopics } = engine.ranker
          const state = [weights, clips, userTopics].map(({ mean, variance }) => Buffer.concat([Buffer.from(mean.buffer), Buffer.from(variance.buffer)]).toString('base64')) // prettier-ignore
          return JSON.stringify([state, [0, 1, 2].map((person) => [...queuesOf(engine, person)])])
        }
        expect(bytes()).toBe(bytes())
      }),
      { numRuns: 40 },
    )
  })

  it('never queues what was seen, is gone, away, hidden, turned off or left out, and nothing twice in a queue', () => {
    fc.assert(
      fc.property(happenings, fc.nat(4), (events, person) => {
        const engine = run([...library, ...met, ...events])
        const { seen } = engine.users.get(idOf('user', person))!
        const facts = {
          hiddenUserIds: new Set([idOf('creator', 0)]),
          muted: new Set([idOf('topic', 3)]),
          dismissed: { items: new Set([idOf('item', 7)]), topics: new Set<string>(), creators: new Set([idOf('creator', 1)]) }, // prettier-ignore
        }
        for (const [name, { ids, reasons }] of queuesOf(engine, person, { facts })) {
          expect(new Set(ids).size).toBe(ids.length)
          expect(reasons).toHaveLength(ids.length)
          for (const id of ids) {
            const queued = engine.items[engine.numbers.get(id)!]!
            expect(seen.has(queued.number) || !queued.isThere || queued.isAway || queued.isNsfw).toBe(false)
            expect([idOf('creator', 0), idOf('creator', 1)]).not.toContain(queued.creatorId)
            expect(id).not.toBe(idOf('item', 7))
            if (name === 'all') expect(queued.topicId).not.toBe(idOf('topic', 3))
          }
        }
      }),
      { numRuns: 60 },
    )
  })

  it('is never empty while there is something left, and tells so to the last item', () => {
    const events = library.flatMap((_, number) => (number === 8 ? [] : [watch(0, number, 10)]))
    const engine = run([...library, ...met, ...events])
    expect(queuesOf(engine, 0).get('all')!.ids).toEqual([idOf('item', 8)])
    const all = run([...library, ...met, ...events, watch(0, 8, 10)])
    expect(queuesOf(all, 0).size).toBe(0)
  })

  it('keeps what is queued until half is used up, and after a strong signal only the front', () => {
    const many = Array.from({ length: 400 }, (_, number) => item(number, { isNsfw: false, isAway: false }))
    const engine = run([...many, ...met, watch(0, 1, 10)])
    const held = queuesOf(engine, 0)
    const before = held.get('all')!.ids
    expect(before).toHaveLength(30)
    expect([...held.values()].flatMap(({ ids }) => ids).length).toBe(new Set([...held.values()].flatMap(({ ids }) => ids)).size) // prettier-ignore
    const { seen } = engine.users.get(idOf('user', 0))!
    for (const id of before.slice(0, 14)) seen.add(engine.numbers.get(id)!)
    expect(queuesOf(engine, 0, { held }).get('all')!.ids).toEqual(before.slice(14))
    for (const id of before.slice(14, 18)) seen.add(engine.numbers.get(id)!)
    const refilled = queuesOf(engine, 0, { held, seed: 2 }).get('all')!.ids
    expect(refilled).toHaveLength(30)
    expect(refilled.slice(0, 12)).toEqual(before.slice(18))
    const anew = queuesOf(engine, 0, { held, keep: 3, seed: 3 }).get('all')!.ids
    expect(anew).toHaveLength(30)
    expect(anew.slice(0, 3)).toEqual(before.slice(18, 21))
  })

  it('counts a play once, whatever comes late or twice', () => {
    const once = run([...library, ...met, watch(0, 1, 10)])
    const late = [watch(0, 1, 6, { isStart: false }), watch(0, 1, 10, { isStart: false })]
    const twice = run([...library, ...met, watch(0, 1, 10), ...late])
    expect(twice.ranker.plays[once.numbers.get(idOf('item', 1))!]).toBe(1)
    expect(twice.ranker.weights.mean).toEqual(once.ranker.weights.mean)
  })

  it('closes a play by what comes next: another item, or anything a while later', () => {
    const half = watch(0, 1, 5)
    const plays = (events: Happening[], stepMs?: number) =>
      run([...library, ...met, ...events], stepMs).playCount
    expect(plays([half])).toBe(0)
    expect(plays([half, watch(0, 2, 5)])).toBe(1)
    expect(plays([half, watch(1, 2, 5)])).toBe(0)
    expect(plays([half, watch(1, 2, 5)], 100_000)).toBe(1)
  })

  it('brings more of what somebody watches to the end, and says so', () => {
    const many = Array.from({ length: 400 }, (_, number) => item(number, { isNsfw: false, isAway: false, isSlow: false })) // prettier-ignore
    const events = Array.from({ length: 60 }, (_, n) => watch(0, n, n % 4 === 3 && n % 6 !== 5 ? 10 : 1, { isSkip: n % 4 !== 3 })) // prettier-ignore
    const engine = run([...many, { kind: 'person', userId: idOf('user', 0), chosen: [] }, ...events])
    const { ids, reasons } = queuesOf(engine, 0).get('all')!
    const liked = ids.filter((id) => engine.items[engine.numbers.get(id)!]!.topicId === idOf('topic', 3))
    // of what there is every sixth is such
    expect(liked.length).toBeGreaterThan(8)
    expect(reasons.some((reason) => reason.startsWith('tmaths;'))).toBe(true)
  })

  it('forgets a topic that is reset', () => {
    const engine = run([...library, ...met, watch(0, 4, 10), watch(0, 8, 10)])
    const user = engine.users.get(idOf('user', 0))!
    const number = engine.topics.numbers.get(idOf('topic', 0))!
    const before = affinitiesOf(engine, user, START).get(number)!
    applyEvent(engine, { _id: engine.next, key: 'r', at: now, happening: { kind: 'reset', userId: idOf('user', 0), topicId: idOf('topic', 0) } }) // prettier-ignore
    expect(before).toBeGreaterThan(affinitiesOf(engine, user, START).get(number)!)
  })

  it('tells the topic of what has none by its words, and queues it for those who watch that topic', () => {
    const taught = Array.from({ length: 20 }, (_, k) => item(k, { topicId: idOf('topic', k % 2 ? 1 : 3), title: k % 2 ? 'Pouring milk' : 'Adding fractions' })) // prettier-ignore
    const engine = run([...taught, item(30, { topicId: null, title: 'More milk, slowly pouring' }), item(33, { topicId: null, title: 'Who knows' })]) // prettier-ignore
    const topicOf = (number: number) => {
      const known = engine.ranker.catalogue.clips[engine.numbers.get(idOf('item', number))!]!
      return engine.topics.names[known.likelyTopic]
    }
    expect([topicOf(30), topicOf(33)]).toEqual(['coffee/latte-art', ''])
  })

  it('queues what those finish who finished the same, and says what that was', () => {
    const clips = Array.from({ length: 40 }, (_, k) => item(k, { topicId: null, isAway: false, isNsfw: false, creatorId: idOf('creator', k), videoId: idOf('video', k) })) // prettier-ignore
    const crowd = Array.from({ length: 30 }, (_, person) => [watch(person + 10, 3, 10), watch(person + 10, 37, 10)]).flat() // prettier-ignore
    const others = Array.from({ length: 60 }, (_, k) => watch(50 + k, k % 30, k % 3 === 0 ? 10 : 2))
    const engine = run([...clips, ...crowd, ...others, watch(1, 3, 10)])
    const { ids, reasons } = queuesOf(engine, 1).get('all')!
    const at = ids.indexOf(idOf('item', 37))
    expect(at).toBeGreaterThanOrEqual(0)
    expect(at).toBeLessThan(3)
    expect(unpackReason(reasons[at])?.factors.together).toBeGreaterThan(0)
  })
})
