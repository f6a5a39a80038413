import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openPatiently } from '#server/adapters/cold-store/patient-stream'
import { NotFound, Unavailable } from '#server/errors'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

/** Gives these pieces, and then nothing more. */
function stuckAfter(...pieces: Buffer[]): Readable {
  return new Readable({
    read() {
      const next = pieces.shift()
      if (next) this.push(next)
    },
  })
}

describe('a store that takes its time', () => {
  it('is away when it does not open within five seconds, and what opens later is closed', async () => {
    let open: (late: Readable) => void = () => undefined
    let wasToldToLeave = false
    const opening = openPatiently((signal) => {
      signal.addEventListener('abort', () => (wasToldToLeave = true))
      return new Promise((resolve) => (open = resolve))
    })
    const refused = expect(opening).rejects.toBeInstanceOf(Unavailable)
    await vi.advanceTimersByTimeAsync(5_000)
    await refused
    expect(wasToldToLeave).toBe(true)
    const late = stuckAfter()
    open(late)
    await vi.advanceTimersByTimeAsync(0)
    expect(late.destroyed).toBe(true)
  })

  it('is away when it opens and gives nothing', async () => {
    const silent = stuckAfter()
    const refused = expect(openPatiently(async () => silent)).rejects.toBeInstanceOf(Unavailable)
    await vi.advanceTimersByTimeAsync(5_000)
    await refused
    expect(silent.destroyed).toBe(true)
  })

  it('is away when it stops in the middle, and only while somebody waits for it', async () => {
    const source = stuckAfter(Buffer.from('first'), Buffer.alloc(600_000))
    const stream = await openPatiently(async () => source)
    // nobody reads: a player is paused
    await vi.advanceTimersByTimeAsync(3_600_000)
    expect(stream.destroyed).toBe(false)
    const cut = expect(buffer(stream)).rejects.toBeInstanceOf(Unavailable)
    await vi.advanceTimersByTimeAsync(31_000)
    await cut
    expect(source.destroyed).toBe(true)
  })

  it('gives what it has, and what it threw by name', async () => {
    const stream = await openPatiently(async () => Readable.from([Buffer.from('a'), Buffer.from('b')]))
    expect(String(await buffer(stream))).toBe('ab')
    await expect(openPatiently(() => Promise.reject(new NotFound('gone')))).rejects.toBeInstanceOf(NotFound)
    await expect(openPatiently(() => Promise.reject(new Error('ECONNREFUSED')))).rejects.toBeInstanceOf(Unavailable) // prettier-ignore
  })

  it('gives nothing as nothing', async () => {
    expect(await buffer(await openPatiently(async () => Readable.from([])))).toHaveLength(0)
  })
})
