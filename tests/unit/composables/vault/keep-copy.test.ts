import { createHash, randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { keepCopy, type CopyFile } from '../../../../composables/vault/keep-copy'

const BYTES = randomBytes(300_000)
const WANTED = {
  url: '/copy',
  sizeBytes: BYTES.length,
  sha256: createHash('sha256').update(BYTES).digest('hex'),
}

/** A file in memory; `room` bytes fit into it. */
function memoryFile(begun: Uint8Array = new Uint8Array(), room = Infinity) {
  let bytes = Buffer.from(begun)
  const file: CopyFile = {
    getSize: () => bytes.length,
    read: (into, { at }) => bytes.copy(into, 0, at),
    write(part, { at }) {
      if (at + part.length > room) throw new DOMException('no room', 'QuotaExceededError')
      bytes = Buffer.concat([bytes.subarray(0, at), part])
      return part.length
    },
    truncate: (size) => void (bytes = bytes.subarray(0, size)),
    flush: () => undefined,
  }
  return { file, content: () => bytes }
}

interface Served {
  status?: number
  /** The connection breaks after so many bytes. */
  breaksAfter?: number
  bytes?: Buffer
}

function serve({ status = 206, breaksAfter = Infinity, bytes = BYTES }: Served = {}) {
  const asked: string[] = []
  const fetchBytes = (async (_url: string, init: RequestInit) => {
    const range = (init.headers as Record<string, string>).range!
    asked.push(range)
    if (status !== 206) return new Response(null, { status })
    const from = Number(/^bytes=(\d+)-$/.exec(range)![1])
    let at = from
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (at >= bytes.length) return controller.close()
        if (at - from >= breaksAfter) return controller.error(new TypeError('network'))
        controller.enqueue(new Uint8Array(bytes.subarray(at, (at += 10_000))))
      },
    })
    return new Response(body, { status: 206 })
  }) as typeof fetch
  return { fetchBytes, asked }
}

describe('keeping a copy', () => {
  it('brings it whole and tells how far it is', async () => {
    const { file, content } = memoryFile()
    const seen: number[] = []
    const { fetchBytes } = serve()
    expect(await keepCopy(WANTED, file, (kept) => seen.push(kept), fetchBytes)).toEqual({ kind: 'kept' })
    expect(content().equals(BYTES)).toBe(true)
    expect(seen[0]).toBe(0)
    expect(seen.at(-1)).toBe(BYTES.length)
  })

  it('goes on where it was broken off', async () => {
    const { file, content } = memoryFile()
    const broken = serve({ breaksAfter: 120_000 })
    expect(await keepCopy(WANTED, file, () => undefined, broken.fetchBytes)).toEqual({
      kind: 'failed',
      problem: 'cut',
    })
    expect(content().length).toBeGreaterThan(0)
    const begun = content().length
    const rest = serve()
    expect(await keepCopy(WANTED, file, () => undefined, rest.fetchBytes)).toEqual({ kind: 'kept' })
    expect(rest.asked).toEqual([`bytes=${begun}-`])
    expect(content().equals(BYTES)).toBe(true)
  })

  it('asks for nothing where all of it lies here already', async () => {
    const { file } = memoryFile(BYTES)
    const { fetchBytes, asked } = serve()
    expect(await keepCopy(WANTED, file, () => undefined, fetchBytes)).toEqual({ kind: 'kept' })
    expect(asked).toEqual([])
  })

  it('throws away what does not match its hash', async () => {
    const other = Buffer.from(BYTES)
    other[150_000]! ^= 1
    const { file, content } = memoryFile()
    const { fetchBytes } = serve({ bytes: other })
    expect(await keepCopy(WANTED, file, () => undefined, fetchBytes)).toEqual({
      kind: 'failed',
      problem: 'wrong',
    })
    expect(content().length).toBe(0)
  })

  it('begins anew over something that is larger', async () => {
    const { file, content } = memoryFile(Buffer.concat([BYTES, BYTES]))
    expect(await keepCopy(WANTED, file, () => undefined, serve().fetchBytes)).toEqual({ kind: 'kept' })
    expect(content().equals(BYTES)).toBe(true)
  })

  it('says when the browser has no room', async () => {
    const { file } = memoryFile(new Uint8Array(), 100_000)
    const { fetchBytes } = serve()
    expect(await keepCopy(WANTED, file, () => undefined, fetchBytes)).toEqual({
      kind: 'failed',
      problem: 'full',
    })
  })

  it.each([
    [202, 'cut'],
    [503, 'cut'],
    [200, 'cut'],
    [404, 'gone'],
    [410, 'gone'],
  ])('takes no byte of an answer %d: %s', async (status, problem) => {
    const { file, content } = memoryFile()
    const { fetchBytes } = serve({ status })
    expect(await keepCopy(WANTED, file, () => undefined, fetchBytes)).toEqual({ kind: 'failed', problem })
    expect(content().length).toBe(0)
  })
})
