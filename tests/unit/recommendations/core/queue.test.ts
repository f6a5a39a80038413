import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { advance, emptyQueue, invalidate, needsRefill, QUEUE_LENGTH, refill, type Queue } from '../../../../server/recommendations/core/queue.ts' // prettier-ignore

type Step = { kind: 'show' } | { kind: 'refill'; order: number } | { kind: 'refuse'; index: number } | { kind: 'stale'; order: number } // prettier-ignore
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.constant({ kind: 'show' } as const),
  fc.record({ kind: fc.constant('refill' as const), order: fc.nat(7) }),
  fc.record({ kind: fc.constant('stale' as const), order: fc.nat(7) }),
  fc.record({ kind: fc.constant('refuse' as const), index: fc.nat(19) }),
)

describe('a queue', () => {
  it('never repeats, never shows what was seen or refused, and is never empty, however reads and refills interleave', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const out = new Set<string>()
        const ranked = (order: number) =>
          Array.from({ length: 400 }, (_, k) => String((k * 7 + order * 13) % 400))
            .filter((id) => !out.has(id))
            .slice(0, QUEUE_LENGTH * 2)
            .map((id) => ({ id, why: null }))
        let queue: Queue<null> = refill(emptyQueue<null>(), ranked(0), (id) => out.has(id))
        // somebody who ranked before the last reads and writes after them
        let old = ranked(1)
        for (const each of steps) {
          if (each.kind === 'show') {
            const next = queue.items[0]!
            expect(out.has(next.id)).toBe(false)
            out.add(next.id)
            queue = advance(queue, next.id)
            if (needsRefill(queue)) queue = refill(queue, ranked(3), (id) => out.has(id))
          } else if (each.kind === 'refill') {
            old = ranked(each.order)
            queue = refill(queue, old, (id) => out.has(id))
          } else if (each.kind === 'stale') queue = refill(queue, old, (id) => out.has(id))
          else {
            out.add(queue.items[each.index % queue.items.length]!.id)
            queue = invalidate(queue, (id) => out.has(id), ranked(5))
          }
          const ids = queue.items.map(({ id }) => id)
          expect(ids.length).toBeGreaterThan(0)
          expect(ids.length).toBeLessThanOrEqual(QUEUE_LENGTH)
          expect(new Set(ids).size).toBe(ids.length)
          expect(ids.some((id) => out.has(id))).toBe(false)
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('keeps its order when it is filled: what was fetched ahead stays', () => {
    const items = (ids: string[]) => ids.map((id) => ({ id, why: null }))
    const queue = refill(emptyQueue<null>(), items(['a', 'b', 'c', 'd', 'e']), () => false)
    expect(refill(queue, items(['z', 'c']), () => false).items.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd', 'e', 'z']) // prettier-ignore
    expect(invalidate(queue, (id) => id === 'b', items(['z'])).items.map(({ id }) => id)).toEqual(['a', 'c', 'z', 'd', 'e']) // prettier-ignore
  })
})
