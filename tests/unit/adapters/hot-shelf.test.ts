import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HotShelf, MAX_OBJECT_SHARE } from '#server/adapters/live-cache/hot-shelf'
import { ScoreHeap, type Scored } from '#server/adapters/live-cache/score-heap'

const limits = { maxBytes: 40, blockBytes: 1, ttlMs: 1000, halfLifeMs: 500, correlatedMs: 10 }

describe('the shelf of hot blocks', () => {
  it('never holds more than its room, nor more of one object than its share, nor anything past its time', () => {
    const step = fc.record({
      object: fc.integer({ min: 0, max: 9 }),
      block: fc.integer({ min: 0, max: 30 }),
      bytes: fc.integer({ min: 1, max: 4 }),
      next: fc.constantFrom('none' as const, 'window' as const, 'soon' as const),
      ms: fc.oneof(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 1500 })),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const shelf = new HotShelf<string, string>(limits)
        const lastUse = new Map<string, { at: number; object: string; bytes: number }>()
        let now = 0
        for (const { object, block, bytes, ms, next } of steps) {
          now += ms
          const [key, name] = [`${object}#${block}`, `${object}`]
          const found = shelf.use(key, now, next)
          const known = lastUse.get(key)
          if (found !== undefined) {
            expect(found).toBe(key)
            expect(now - known!.at).toBeLessThan(limits.ttlMs)
          } else if (!shelf.put({ key, object: name, value: key, bytes }, now, next)) continue
          lastUse.set(key, { at: now, object: name, bytes: known && found ? known.bytes : bytes })
          expect(shelf.sizeBytes).toBeLessThanOrEqual(limits.maxBytes)
          const there = [...lastUse].filter(([each]) => shelf.has(each, now))
          expect(shelf.sizeBytes).toBe(there.reduce((sum, [, value]) => sum + value.bytes, 0))
          const ofObject = there.filter(([, value]) => value.object === name)
          const objectBytes = ofObject.reduce((sum, [, value]) => sum + value.bytes, 0)
          expect(objectBytes).toBeLessThanOrEqual(limits.maxBytes * MAX_OBJECT_SHARE)
        }
      }),
    )
  })

  it('keeps what it has of a video that is longer than its share and asked for all over at once', () => {
    const shelf = new HotShelf<string, number>({
      ...limits,
      halfLifeMs: 300_000,
      correlatedMs: 180_000,
      ttlMs: 600_000,
    })
    const share = limits.maxBytes * MAX_OBJECT_SHARE
    const takenIn: string[] = []
    for (let turn = 0; turn < 100; turn++) {
      const key = `long#${turn % (2 * share)}`
      if (
        shelf.use(key, turn * 10) === undefined &&
        shelf.put({ key, object: 'long', value: turn, bytes: 1 }, turn * 10)
      )
        takenIn.push(key)
    }
    expect(takenIn).toHaveLength(share)
    // who plays on is minutes away from what they have seen
    expect(shelf.put({ key: 'long#later', object: 'long', value: 0, bytes: 1 }, 120_000)).toBe(true)
  })

  it('takes in nothing that is colder than all that is there', () => {
    const shelf = new HotShelf<string, number>({ ...limits, maxBytes: 4 })
    const use = (key: string, from: number, times: number) => {
      for (let turn = 0; turn < times; turn++) shelf.use(key, from + turn * 10)
    }
    const put = (key: string, now: number) => shelf.put({ key, object: key, value: 1, bytes: 1 }, now)
    for (const key of ['a', 'b', 'c', 'd']) {
      use(key, 0, 3)
      put(key, 30)
    }
    use('e', 40, 1)
    expect(put('e', 40)).toBe(false)
    expect(shelf.wants({ key: 'e', object: 'e' }, 40, 'none')).toBe(false)
    expect(shelf.wants({ key: 'e', object: 'e' }, 40, 'soon')).toBe(true)
    use('e', 50, 3)
    expect(put('e', 80)).toBe(true)
    expect(['a', 'b', 'c', 'd'].filter((key) => shelf.has(key, 80))).toHaveLength(3)
  })

  it('counts what one player asks for again and again as one use', () => {
    const shelf = new HotShelf<string, number>({ ...limits, maxBytes: 4, correlatedMs: 100 })
    const put = (key: string, now: number) => shelf.put({ key, object: key, value: 1, bytes: 1 }, now)
    for (const key of ['a', 'b', 'c', 'd']) {
      for (let now = 0; now < 50; now += 5) shelf.use(key, now)
      put(key, 50)
    }
    shelf.use('e', 60)
    expect(put('e', 60)).toBe(true)
  })
})

describe('the heap of scores', () => {
  it('names the lowest whatever grew or went meanwhile', () => {
    const change = fc.record({ add: fc.nat(100), at: fc.nat(20), to: fc.nat(150), drop: fc.nat(20) })
    fc.assert(
      fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
        const heap = new ScoreHeap<Scored>()
        const entries: Scored[] = []
        for (const { add, at, to, drop } of changes) {
          const entry: Scored = { score: add, node: null }
          entries.push(entry)
          heap.add(entry)
          const changed = entries[at]
          if (changed?.node) {
            const isLess = to < changed.score
            changed.score = to
            if (isLess) heap.add(changed)
          }
          if (entries[drop]) heap.remove(entries[drop])
          const there = entries.filter(({ node }) => node).map(({ score }) => score)
          expect(heap.lowest()?.score).toBe(there.length > 0 ? Math.min(...there) : undefined)
        }
      }),
    )
  })
})
