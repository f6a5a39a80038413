import { afterEach, describe, expect, it } from 'vitest'
import { announceChange } from '../../server/changes.ts'
import { hangBell, type Bell } from '../../server/recommendations/engine/engine-bell.ts'

const LONG_MS = 60_000
const never = new AbortController().signal
const bells: Bell[] = []
afterEach(() => bells.splice(0).forEach((bell) => bell.takeDown()))

function newBell(): Bell {
  const bell = hangBell()
  bells.push(bell)
  return bell
}
const happens = () => announceChange('own', { userId: 'u', targetId: 't' })

describe('a pause of the engine', () => {
  it('ends when something happens', async () => {
    const bell = newBell()
    const paused = bell.pause(LONG_MS, never)
    happens()
    await paused
  })

  it('does not begin where something happened since the engine last looked', async () => {
    const bell = newBell()
    bell.silence()
    happens()
    await bell.pause(LONG_MS, never)
  })

  it('does not end by what was there before it looked', async () => {
    const bell = newBell()
    happens()
    bell.silence()
    const first = await Promise.race([
      bell.pause(LONG_MS, never).then(() => 'woken'),
      new Promise((resolve) => setTimeout(resolve, 80, 'asleep')),
    ])
    expect(first).toBe('asleep')
  })

  it('ends in its time, and when the engine is stopped', async () => {
    const bell = newBell()
    await bell.pause(5, never)
    const stopping = new AbortController()
    const paused = bell.pause(LONG_MS, stopping.signal)
    stopping.abort()
    await paused
  })

  it('ends by nothing once it is taken down', async () => {
    const bell = newBell()
    bell.takeDown()
    happens()
    await expect(Promise.race([bell.pause(30, never).then(() => 'over'), Promise.resolve('at once')])).resolves.toBe('at once') // prettier-ignore
  })
})
