import { describe, expect, it, vi } from 'vitest'
import { knownThings } from '../../server/known-things.ts'

const namesOf = (ids: string[]) =>
  new Map(ids.filter((id) => id !== 'gone').map((id) => [id, `name of ${id}`]))

describe('things that are known', () => {
  it('are read once, only those that are not known yet, each once', async () => {
    const read = vi.fn(async (ids: string[]) => namesOf(ids))
    const things = knownThings({ entries: 10, keptMs: 60_000, read })
    expect(await things.find(['a', 'b', 'a'])).toEqual(namesOf(['a', 'b']))
    expect(await things.find(['b', 'c'])).toEqual(namesOf(['b', 'c']))
    expect(await things.find(['a', 'c'])).toEqual(namesOf(['a', 'c']))
    expect(read.mock.calls).toEqual([[['a', 'b']], [['c']]])
  })

  it('are looked for again where there was none', async () => {
    const read = vi.fn(async (ids: string[]) => namesOf(ids))
    const things = knownThings({ entries: 10, keptMs: 60_000, read })
    expect(await things.find(['gone'])).toEqual(new Map())
    await things.find(['gone'])
    expect(read).toHaveBeenCalledTimes(2)
  })

  it('are read anew once they were changed, also by who was reading at that moment', async () => {
    let name = 'old'
    let isSlow = true
    let release = () => {}
    const slow = new Promise<void>((resolve) => (release = resolve))
    const things = knownThings({
      entries: 10,
      keptMs: 60_000,
      async read(ids) {
        const found = new Map(ids.map((id) => [id, name]))
        if (isSlow) await slow
        return found
      },
    })
    const before = things.find(['a'])
    // so that the reading is under way
    await new Promise((resolve) => setImmediate(resolve))
    name = 'new'
    things.forget('a')
    isSlow = false
    release()
    expect((await before).get('a')).toBe('old')
    expect((await things.find(['a'])).get('a')).toBe('new')
  })

  it('are read at once for all who look in the same turn, each given its own', async () => {
    const read = vi.fn(async (ids: string[]) => namesOf(ids))
    const things = knownThings({ entries: 10, keptMs: 60_000, read })
    const later = Promise.resolve().then(() => things.find(['c', 'gone']))
    const found = await Promise.all([things.find(['a', 'b']), things.find(['b', 'c']), later])
    expect(found).toEqual([namesOf(['a', 'b']), namesOf(['b', 'c']), namesOf(['c'])])
    expect(read.mock.calls).toEqual([[['a', 'b', 'c', 'gone']]])
    const failing = knownThings({
      entries: 10,
      keptMs: 60_000,
      read: () => Promise.reject(new Error('away')),
    })
    await expect(failing.find(['a'])).rejects.toThrow('away')
    await expect(failing.find(['a'])).rejects.toThrow('away')
  })

  it('are no more than so many', async () => {
    const read = vi.fn(async (ids: string[]) => namesOf(ids))
    const things = knownThings({ entries: 2, keptMs: 60_000, read })
    for (const id of ['a', 'b', 'c', 'a']) await things.find([id])
    expect(read).toHaveBeenCalledTimes(4)
  })
})
