import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RangeLoader } from '../../../../composables/feed/range-loader.ts'
import { Throughput } from '../../../../composables/feed/throughput.ts'
import type { Piece } from '../../../../composables/feed/window-plan.ts'

const KILOBYTE = 1024
const piece = (name: string, bytes = KILOBYTE): Piece => ({
  itemKey: name,
  url: `/${name}`,
  range: [0, bytes - 1],
})
const settle = () => new Promise((resolve) => setTimeout(resolve, 0))

/** A line on which bytes come when the test says so. */
function makeLine() {
  const open: { piece: Piece; isUrgent: boolean; body: ReadableStreamDefaultController; signal: AbortSignal }[] = []
  const asked: string[] = []
  const counted = new Map<string, number>()
  const loader = new RangeLoader({
    fetchRange: (wanted, { isUrgent, signal }) => {
      asked.push(wanted.itemKey)
      const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
        start: (controller) => void open.push({ piece: wanted, isUrgent, body: controller, signal }),
      })
      return Promise.resolve(body)
    },
    throughput: new Throughput(),
    onBytes: (key, bytes) => counted.set(key, (counted.get(key) ?? 0) + bytes),
    maxBytes: 4 * KILOBYTE,
  })
  const requestOf = (name: string) => open.findLast(({ piece: { itemKey } }) => itemKey === name)!
  async function send(name: string, bytes = KILOBYTE): Promise<void> {
    requestOf(name).body.enqueue(new Uint8Array(bytes).fill(7))
    await settle()
  }
  async function deliver(name: string): Promise<void> {
    await send(name)
    requestOf(name).body.close()
    await settle()
  }
  return { loader, asked, open, counted, send, deliver, requestOf }
} // prettier-ignore

function read(loader: RangeLoader, wanted: Piece, isUrgent = true) {
  const controller = new AbortController()
  const chunks: number[] = []
  const done = (async () => {
    for await (const chunk of loader.read(wanted, { isUrgent, signal: controller.signal })) {
      chunks.push(chunk.byteLength)
    }
    return chunks.reduce((sum, bytes) => sum + bytes, 0)
  })()
  return { done, chunks, stop: () => controller.abort() }
}

describe('ranges by way of memory', () => {
  it('fetches two ahead at a time, in the order of the plan', async () => {
    const { loader, asked, deliver } = makeLine()
    loader.plan(['a', 'b', 'c'].map((name) => piece(name)))
    expect(asked).toEqual(['a', 'b'])
    await settle()
    await deliver('a')
    expect(asked).toEqual(['a', 'b', 'c'])
    expect(loader.has(piece('a'))).toBe(true)
  })

  it('gives bytes as they come, and all at once from memory', async () => {
    const { loader, asked, send, requestOf } = makeLine()
    const reading = read(loader, piece('a'))
    await settle()
    await send('a', 400)
    expect(reading.chunks).toEqual([400])
    await send('a', 624)
    requestOf('a').body.close()
    expect(await reading.done).toBe(KILOBYTE)
    expect(await read(loader, piece('a')).done).toBe(KILOBYTE)
    expect(asked).toEqual(['a'])
  })

  it('fetches what is read and planned once, and begins with what is waited for', async () => {
    const { loader, asked, open, deliver } = makeLine()
    loader.hold(true)
    loader.plan([piece('a'), piece('b')])
    expect(asked).toEqual([])
    const reading = read(loader, piece('b'))
    await settle()
    expect(open.map(({ piece: { itemKey }, isUrgent }) => [itemKey, isUrgent])).toEqual([['b', true]])
    await deliver('b')
    expect(await reading.done).toBe(KILOBYTE)
    expect(asked).toEqual(['b'])
  })

  it('breaks off what no plan wants any more, unless somebody reads it', async () => {
    const { loader, requestOf } = makeLine()
    loader.plan([piece('a'), piece('b')])
    const reading = read(loader, piece('b'), false)
    await settle()
    loader.plan([piece('c')])
    expect(requestOf('a').signal.aborted).toBe(true)
    expect(requestOf('b').signal.aborted).toBe(false)
    reading.stop()
    await reading.done
    expect(requestOf('b').signal.aborted).toBe(true)
  })

  it('gives the line to the item that waits, and begins the others anew later', async () => {
    const { loader, asked, requestOf } = makeLine()
    loader.plan([piece('a'), piece('b')])
    await settle()
    loader.hold(true)
    loader.breakOffAhead('b')
    expect([requestOf('a').signal.aborted, requestOf('b').signal.aborted]).toEqual([true, false])
    loader.hold(false)
    expect(asked).toEqual(['a', 'b', 'a'])
  })

  it('tells its readers of a cut connection, and asks again the next time', async () => {
    const { loader, asked, send, requestOf, deliver } = makeLine()
    const reading = read(loader, piece('a'))
    await settle()
    await send('a', 100)
    requestOf('a').body.close()
    await expect(reading.done).rejects.toThrow('924 bytes')
    const again = read(loader, piece('a'))
    await settle()
    await deliver('a')
    expect(await again.done).toBe(KILOBYTE)
    expect(asked).toEqual(['a', 'a'])
  })

  it('counts every byte for the item it came for, also of what was broken off', async () => {
    const { loader, counted, send } = makeLine()
    loader.plan([piece('a')])
    await settle()
    await send('a', 300)
    loader.plan([])
    expect(counted.get('a')).toBe(300)
  })

  it('forgets what is furthest away when memory is full, and never what the plan wants most', async () => {
    const { loader, deliver } = makeLine()
    const names = ['a', 'b', 'c', 'd', 'e', 'f']
    loader.plan(names.map((name) => piece(name)))
    await settle()
    for (const name of names) await deliver(name)
    expect(loader.heldBytes).toBe(4 * KILOBYTE)
    expect(names.filter((name) => loader.has(piece(name)))).toEqual(['a', 'b', 'c', 'd'])
  })

  it('never holds more than its bound through any sequence of plans', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(fc.nat({ max: 12 }), { maxLength: 6 }), { maxLength: 12 }), async (plans) => {
        const { loader, open } = makeLine()
        for (const plan of plans) {
          loader.plan(plan.map((n) => piece(String(n))))
          await settle()
          for (const { body, signal } of open.splice(0)) {
            if (signal.aborted) continue
            body.enqueue(new Uint8Array(KILOBYTE))
            body.close()
          }
          await settle()
          expect(loader.heldBytes).toBeLessThanOrEqual(4 * KILOBYTE)
        }
      }),
      { numRuns: 40 },
    )
  }) // prettier-ignore
})
