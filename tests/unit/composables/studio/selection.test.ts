import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NOTHING, toggled, toggledAll, within } from '../../../../composables/studio/selection.ts'

const list = ['a', 'b', 'c', 'd', 'e']
const ids = (selection: { ids: ReadonlySet<string> }) => [...selection.ids].sort().join('')

describe('ticking a list', () => {
  it('takes a range with Shift from the last one, whichever way, and as the one clicked becomes', () => {
    const one = toggled(NOTHING, 'b', { list })
    expect(ids(toggled(one, 'd', { list, isRange: true }))).toBe('bcd')
    const last = toggled(NOTHING, 'e', { list })
    const range = toggled(last, 'c', { list, isRange: true })
    expect(ids(range)).toBe('cde')
    const off = toggled(range, 'd', { list })
    expect(ids(toggled(off, 'e', { list, isRange: true }))).toBe('c')
  })

  it('takes one alone where there is nothing to begin a range with', () => {
    expect(ids(toggled(NOTHING, 'c', { list, isRange: true }))).toBe('c')
    const gone = within(toggled(NOTHING, 'a', { list }), ['b', 'c'])
    expect(gone).toEqual(NOTHING)
    expect(ids(toggled(gone, 'c', { list: ['b', 'c'], isRange: true }))).toBe('c')
  })

  it('ticks all, and none where all are ticked', () => {
    const all = toggledAll(toggled(NOTHING, 'b', { list }), list)
    expect(ids(all)).toBe('abcde')
    expect(toggledAll(all, list)).toEqual(NOTHING)
    expect(toggledAll(NOTHING, [])).toMatchObject({ ids: new Set() })
  })

  it('never holds what is not in the list', () => {
    const step = fc.record({ id: fc.constantFrom(...list), isRange: fc.boolean() })
    fc.assert(
      fc.property(fc.array(step), fc.subarray(list), (steps, left) => {
        const end = steps.reduce((now, { id, isRange }) => toggled(now, id, { list, isRange }), NOTHING)
        expect([...end.ids].every((id) => list.includes(id))).toBe(true)
        expect([...within(end, left).ids].every((id) => left.includes(id))).toBe(true)
      }),
    )
  })
})
