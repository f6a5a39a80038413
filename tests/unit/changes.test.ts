import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  announceChange,
  closeChanges,
  connectChanges,
  hearsAllChanges,
  onChange,
  onChangesLost,
} from '../../server/changes.ts'
import { knownThings } from '../../server/known-things.ts'
import { testBus } from '../support/change-bus.ts'

const stops: (() => void)[] = []
afterEach(async () => {
  stops.splice(0).forEach((stop) => stop())
  await closeChanges()
})

function heard() {
  const scopes: unknown[] = []
  stops.push(onChange('scope', (change, origin) => scopes.push([change, origin])))
  return scopes
}

describe('what changes', () => {
  it('is told here at once, and to others', () => {
    const bus = testBus()
    connectChanges(bus)
    const scopes = heard()
    announceChange('scope', { userIds: ['a'] })
    expect(scopes).toEqual([[{ userIds: ['a'] }, 'here']])
    expect(bus.published).toEqual(['["scope",{"userIds":["a"]}]'])
  })

  it('elsewhere is told here, and not sent back', () => {
    const bus = testBus()
    connectChanges(bus)
    const scopes = heard()
    bus.say('scope', { userIds: ['b'] })
    expect(scopes).toEqual([[{ userIds: ['b'] }, 'elsewhere']])
    expect(bus.published).toEqual([])
  })

  it('and cannot be understood counts as lost', () => {
    const bus = testBus()
    connectChanges(bus)
    const lost = vi.fn()
    stops.push(onChangesLost(lost))
    bus.hear('{"no')
    expect(lost).toHaveBeenCalledOnce()
  })

  it('is not all heard without others to hear, and after the end', async () => {
    expect(hearsAllChanges()).toBe(false)
    connectChanges(testBus())
    expect(hearsAllChanges()).toBe(true)
    await closeChanges()
    expect(hearsAllChanges()).toBe(false)
  })
})

describe('things that are kept while all is heard', () => {
  const read = vi.fn(async (ids: string[]) => new Map(ids.map((id) => [id, id])))
  afterEach(() => read.mockClear())

  it('are read each time while it is not', async () => {
    const things = knownThings({ entries: 10, keptMs: 60_000, read, onlyWhileHearing: true })
    await things.find(['a', 'a'])
    await things.find(['a'])
    expect(read.mock.calls).toEqual([[['a']], [['a']]])
  })

  it('are read once, and again when something was lost or one of them is forgotten', async () => {
    const bus = testBus()
    connectChanges(bus)
    const things = knownThings({ entries: 10, keptMs: 60_000, read, onlyWhileHearing: true })
    await things.find(['a'])
    await things.find(['a'])
    expect(read).toHaveBeenCalledTimes(1)
    bus.lose()
    await things.find(['a'])
    things.forget('a')
    await things.find(['a'])
    expect(read).toHaveBeenCalledTimes(3)
  })

  it('are not kept where the connection goes, whatever was kept', async () => {
    const bus = testBus()
    connectChanges(bus)
    const things = knownThings({ entries: 10, keptMs: 60_000, read, onlyWhileHearing: true })
    await things.find(['a'])
    bus.isHearing = false
    await things.find(['a'])
    expect(read).toHaveBeenCalledTimes(2)
  })

  it('are kept longer than otherwise', async () => {
    const things = knownThings({ entries: 10, keptMs: 1, keptHearingMs: 60_000, read })
    await things.find(['a'])
    await sleep(20)
    await things.find(['a'])
    expect(read).toHaveBeenCalledTimes(2)
    connectChanges(testBus())
    things.forgetAll()
    await things.find(['a'])
    await sleep(20)
    await things.find(['a'])
    expect(read).toHaveBeenCalledTimes(3)
  })
})
