import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assignSlots, STAGE_SLOTS } from '../../../../composables/feed/stage-slots.ts'

const EMPTY = [null, null, null]
/** What the stage wants at a place of a feed: the current item, the next, the one before. */
const around = (at: number) => [at, at + 1, at - 1].filter((each) => each >= 0).map(String)

describe('slots of the stage', () => {
  it.each<[string, (string | null)[], string[], (string | null)[]]>([
    ['fills empty slots in order', EMPTY, ['a', 'b'], ['a', 'b', null]],
    ['keeps what stays and gives away the rest', ['a', 'b', 'z'], ['b', 'c', 'a'], ['a', 'b', 'c']],
    ['empties a slot that nothing is wanted for', ['a', 'b', 'c'], ['b'], [null, 'b', null]],
    ['shows an item once', EMPTY, ['a', 'a'], ['a', null, null]],
  ])('%s', (_, now, wanted, expected) => {
    expect(assignSlots(now, wanted)).toEqual(expected)
  })

  it('shows everything wanted, once, and moves nothing that stays, through any sequence of swipes and jumps', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 30 }), { minLength: 1, maxLength: 40 }), (path) => {
        let slots: (string | null)[] = EMPTY
        for (const at of path) {
          const before = slots
          slots = assignSlots(before, around(at))
          expect(slots).toHaveLength(STAGE_SLOTS)
          expect(slots.filter((key) => key !== null).sort()).toEqual(around(at).sort())
          for (const [slot, key] of before.entries()) {
            if (key !== null && around(at).includes(key)) expect(slots[slot]).toBe(key)
          }
        }
      }),
    )
  })
})
