import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HotShelf, MAX_OBJECT_SHARE } from '#server/adapters/live-cache/hot-shelf'
import { ScoreHeap } from '#server/adapters/live-cache/score-heap'

const limits = { maxBytes: 40, blockBytes: 1, ttlMs: 1000, halfLifeMs: 500 }

describe('the shelf of hot blocks', () => {
  it('never holds more than its room, nor more of one object than its share, nor anything past its time', () => {
    const step = fc.record({
      object: fc.integer({ min: 0, max: 9 }),
      block: fc.integer({ min: 0, max: 30 }),
      bytes: fc.integer({ min: 1, max: 4 }),
      ms: fc.oneof(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 1500 })),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const shelf = new HotShelf<string, string>(limits)
        const lastUse = new Map<string, { at: number; object: string; bytes: number }>()
        let now = 0
        for (const { object, block, bytes, ms } of steps) {
          now += ms
          const [key, name] = [`${object}#${block}`, `${object}`]
          const found = shelf.use(key, now)
          const known = lastUse.get(key)
          if (found !== undefined) {
            expect(found).toBe(key)
            expect(now - known!.at).toBeLessThan(limits.ttlMs)
          } else if (!shelf.put(key, name, key, bytes, now)) continue
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

  it('takes in nothing that is colder than all that is there', () => {
    const shelf = new HotShelf<string, number>({ ...limits, maxBytes: 4 })
    for (const key of ['a', 'b', 'c', 'd']) {
      for (let use = 0; use < 3; use++) shelf.use(key, 0)
      shelf.put(key, key, 1, 1, 0)
    }
    shelf.use('e', 1)
    expect(shelf.put('e', 'e', 1, 1, 1)).toBe(false)
    for (let use = 0; use < 4; use++) shelf.use('e', 2)
    expect(shelf.put('e', 'e', 1, 1, 2)).toBe(true)
    expect(['a', 'b', 'c', 'd'].filter((key) => shelf.has(key, 2))).toHaveLength(3)
  })
})

describe('the heap of scores', () => {
  it('names the lowest whatever grew or went meanwhile', () => {
    const change = fc.record({ add: fc.integer({ min: 0, max: 100 }), grow: fc.nat(20), by: fc.nat(50), drop: fc.nat(20) }) // prettier-ignore
    fc.assert(
      fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
        const heap = new ScoreHeap()
        const entries: { score: number; heapScore: number; isGone: boolean }[] = []
        for (const { add, grow, by, drop } of changes) {
          const entry = { score: add, heapScore: add, isGone: false }
          entries.push(entry)
          heap.add(entry)
          if (entries[grow]) entries[grow].score += by
          if (entries[drop]) entries[drop].isGone = true
          const there = entries.filter(({ isGone }) => !isGone).map(({ score }) => score)
          expect(heap.lowest()?.score).toBe(there.length > 0 ? Math.min(...there) : undefined)
        }
      }),
    )
  })
})
