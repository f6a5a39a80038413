import { describe, expect, it, vi } from 'vitest'
import type { VaultReceivedView } from '#shared/storage'
import { ApiError } from '../../../../composables/api-error'
import { giveBack, type GiveBackReach } from '../../../../composables/vault/give-back'

const MIB = 2 ** 20
const NEEDED = { videoId: 'v', title: 'Bees', sizeBytes: 20 * MIB, sha256: 'x', receivedBytes: 0 }
const FILE = new Blob([new Uint8Array(20 * MIB)])

/** A server that takes pieces at its own offset; `failures` are thrown first, one a call. */
function server({ receivedBytes = 0, failures = [] as Error[] } = {}) {
  let at = receivedBytes
  const pieces: [number, number][] = []
  const reach: GiveBackReach = {
    ask: vi.fn(async () => ({ ...NEEDED, receivedBytes: at })),
    async send(_id, offset, piece): Promise<VaultReceivedView> {
      const failure = failures.shift()
      if (failure) throw failure
      if (offset !== at) throw new ApiError(409)
      pieces.push([offset, piece.size])
      at += piece.size
      return { receivedBytes: at, stage: at === NEEDED.sizeBytes ? 'EXPIRING' : 'AWAITING_PUSH' }
    },
    pause: vi.fn(async () => undefined),
  }
  return { reach, pieces }
}
const run = (reach: GiveBackReach, needed = NEEDED, signal = new AbortController().signal) => {
  const sent: number[] = []
  return giveBack(needed, FILE, reach, { signal, onSent: (bytes) => sent.push(bytes) }).then(() => sent)
}

describe('giving a copy back', () => {
  it('sends it in pieces of 8 MiB', async () => {
    const { reach, pieces } = server()
    expect(await run(reach)).toEqual([0, 8 * MIB, 16 * MIB])
    expect(pieces).toEqual([
      [0, 8 * MIB],
      [8 * MIB, 8 * MIB],
      [16 * MIB, 4 * MIB],
    ])
  })

  it('goes on where an earlier try stopped', async () => {
    const { reach, pieces } = server({ receivedBytes: 16 * MIB })
    await run(reach, { ...NEEDED, receivedBytes: 16 * MIB })
    expect(pieces).toEqual([[16 * MIB, 4 * MIB]])
  })

  it('falls in step with what somebody else sent meanwhile', async () => {
    const { reach, pieces } = server({ receivedBytes: 8 * MIB })
    await run(reach)
    expect(pieces.map(([offset]) => offset)).toEqual([8 * MIB, 16 * MIB])
    expect(reach.pause).not.toHaveBeenCalled()
  })

  it('leaves a server that has all of it and is slow to publish it', async () => {
    const { reach } = server({ receivedBytes: 20 * MIB })
    reach.send = vi.fn(async () => ({ receivedBytes: 20 * MIB, stage: 'AWAITING_PUSH' as const }))
    await run(reach, { ...NEEDED, receivedBytes: 20 * MIB })
    expect(reach.send).toHaveBeenCalledTimes(6)
  })

  it('tries again after what may pass, with longer waits', async () => {
    const { reach } = server({ failures: [new ApiError(0), new ApiError(503), new ApiError(429)] })
    await run(reach)
    expect(vi.mocked(reach.pause).mock.calls.map(([milliseconds]) => milliseconds)).toEqual([
      1000, 4000, 15_000,
    ])
  })

  it('gives up after five failures in a row', async () => {
    const { reach } = server({ failures: Array.from({ length: 5 }, () => new ApiError(503)) })
    await expect(run(reach)).rejects.toMatchObject({ statusCode: 503 })
  })

  it('stops at once at a refusal', async () => {
    const { reach } = server({ failures: [new ApiError(422)] })
    await expect(run(reach)).rejects.toMatchObject({ statusCode: 422 })
    expect(reach.ask).not.toHaveBeenCalled()
  })

  it('ends well when nobody needs it any more', async () => {
    const { reach } = server({ failures: [new ApiError(409)] })
    reach.ask = async () => null
    await run(reach)
  })

  it('stops when its person stops it', async () => {
    const controller = new AbortController()
    const { reach } = server()
    reach.send = async () => {
      controller.abort(new DOMException('Cancelled', 'AbortError'))
      throw new ApiError(0)
    }
    await expect(run(reach, NEEDED, controller.signal)).rejects.toMatchObject({ name: 'AbortError' })
  })
})
