import { bytesOf } from './segments'
import type { Throughput } from './throughput'
import { pieceKey, type Piece } from './window-plan'

/** Resolves with the body of exactly these bytes. Rejects with RangeRefused, or with what fetch rejects with. */
export type FetchRange = (
  piece: Piece,
  options: { isUrgent: boolean; signal: AbortSignal },
) => Promise<ReadableStream<Uint8Array<ArrayBuffer>>>

interface LoaderOptions {
  fetchRange: FetchRange
  throughput: Throughput
  /** Every byte that came, also of what was broken off. */
  onBytes(itemKey: string, bytes: number): void
  maxBytes?: number
  now?: () => number
}

interface Entry {
  piece: Piece
  state: 'queued' | 'loading' | 'done'
  chunks: Uint8Array<ArrayBuffer>[]
  readers: number
  isPlanned: boolean
  isUrgent: boolean
  controller: AbortController
  error: unknown
  /** Called when there is something new for its readers. */
  wake: Set<() => void>
}

const MAX_BYTES = 24 * 2 ** 20
/** What is fetched ahead takes at most so many connections; browsers give a host six over HTTP/1.1. */
const MAX_AHEAD = 2

/**
 * Byte ranges by way of memory: what plays is fetched at once, what may play later after it, in the order of the plan
 * and never beside something that the current item waits for. The same range is fetched once, whoever reads it.
 */
export class RangeLoader {
  /** In order of last use. */
  private readonly entries = new Map<string, Entry>()
  private order: string[] = []
  private isHeld = false
  private readonly options: Required<LoaderOptions>

  constructor(options: LoaderOptions) {
    this.options = { maxBytes: MAX_BYTES, now: () => performance.now(), ...options }
  }

  /** Held bytes, for the tests and for who watches memory. */
  get heldBytes(): number {
    return sum([...this.entries.values()].flatMap(({ chunks }) => chunks.map((chunk) => chunk.byteLength)))
  }

  has(piece: Piece): boolean {
    return this.entries.get(pieceKey(piece))?.state === 'done'
  }

  /** Everything that should be there soon, the most wanted first; what is under way for an older plan alone is broken off. */
  plan(pieces: readonly Piece[]): void {
    this.order = pieces.map(pieceKey)
    const wanted = new Set(this.order)
    for (const [key, entry] of this.entries) entry.isPlanned = wanted.has(key)
    for (const piece of pieces) this.entryOf(piece).isPlanned = true
    for (const entry of [...this.entries.values()]) this.dropUnwanted(entry)
    this.start()
  }

  /** While held, nothing new is fetched ahead. */
  hold(isHeld: boolean): void {
    this.isHeld = isHeld
    this.start()
  }

  /** What is under way ahead for other items gives its share of the line back, and begins anew later. */
  breakOffAhead(itemKey: string): void {
    for (const entry of [...this.entries.values()]) {
      const isSpared = entry.isUrgent || entry.readers > 0 || entry.piece.itemKey === itemKey
      if (entry.state !== 'loading' || isSpared) continue
      entry.controller.abort()
      this.entries.set(pieceKey(entry.piece), { ...newEntry(entry.piece), isPlanned: entry.isPlanned })
    }
  }

  /**
   * The bytes as they come; from memory all at once. Stops without an error when `signal` is aborted.
   * @throws what the fetch failed with
   */
  async *read(
    piece: Piece,
    { isUrgent, signal }: { isUrgent: boolean; signal: AbortSignal },
  ): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    const entry = this.entryOf(piece)
    entry.readers += 1
    if (isUrgent) this.hurry(piece)
    this.start()
    try {
      yield* this.follow(entry, signal)
    } finally {
      entry.readers -= 1
      this.dropUnwanted(entry)
      this.evict()
    }
  }

  /** What is waited for now: begins at once, if it has not. */
  hurry(piece: Piece): void {
    const entry = this.entries.get(pieceKey(piece))
    if (!entry || entry.isUrgent) return
    entry.isUrgent = true
    this.start()
  }

  close(): void {
    for (const { controller } of this.entries.values()) controller.abort()
    this.entries.clear()
    this.order = []
  }

  private async *follow(entry: Entry, signal: AbortSignal): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    let given = 0
    while (!signal.aborted) {
      const fresh = behind(entry.chunks, given)
      if (fresh.byteLength > 0) {
        given += fresh.byteLength
        yield fresh
      } else if (entry.error) throw entry.error
      else if (entry.state === 'done') return
      else await news(entry, signal)
    }
  }

  private entryOf(piece: Piece): Entry {
    const key = pieceKey(piece)
    const known = this.entries.get(key)
    const entry = known ?? newEntry(piece)
    // the last used is the last to go
    this.entries.delete(key)
    this.entries.set(key, entry)
    return entry
  }

  private start(): void {
    const all = [...this.entries.values()]
    for (const entry of all) if (entry.state === 'queued' && entry.isUrgent) void this.load(entry)
    if (this.isHeld) return
    let free = MAX_AHEAD - all.filter(({ state, isUrgent }) => state === 'loading' && !isUrgent).length
    const ahead = [...this.order.map((key) => this.entries.get(key)), ...all.filter(({ readers }) => readers > 0)]
    for (const entry of ahead) {
      if (entry?.state !== 'queued' || free <= 0) continue
      free -= 1
      void this.load(entry)
    }
  } // prettier-ignore

  private async load(entry: Entry): Promise<void> {
    const { fetchRange, throughput, onBytes, now } = this.options
    const { piece, isUrgent, controller } = entry
    entry.state = 'loading'
    try {
      const body = await fetchRange(piece, { isUrgent, signal: controller.signal })
      const begun = now()
      for await (const chunk of readBody(body)) {
        onBytes(piece.itemKey, chunk.byteLength)
        if (controller.signal.aborted) return
        entry.chunks.push(chunk)
        tell(entry)
      }
      this.finish(entry)
      throughput.add(bytesOf(piece.range), now() - begun)
    } catch (error) {
      if (!controller.signal.aborted) this.fail(entry, error)
    }
    this.start()
  }

  /** A body that ends early is a cut connection, whatever the browser calls it. */
  private finish(entry: Entry): void {
    const missing = bytesOf(entry.piece.range) - sum(entry.chunks.map((chunk) => chunk.byteLength))
    if (missing !== 0) throw new TypeError(`${missing} bytes of ${pieceKey(entry.piece)} are missing`)
    entry.chunks = [join(entry.chunks)]
    entry.state = 'done'
    tell(entry)
    this.evict()
  }

  private fail(entry: Entry, error: unknown): void {
    this.entries.delete(pieceKey(entry.piece))
    entry.error = error
    tell(entry)
  }

  private dropUnwanted(entry: Entry): void {
    if (entry.state === 'done' || entry.isPlanned || entry.readers > 0) return
    this.entries.delete(pieceKey(entry.piece))
    entry.controller.abort()
  }

  /** What no plan wants goes first, the longest unused before the rest; then what is furthest away. */
  private evict(): void {
    let over = this.heldBytes - this.options.maxBytes
    const idle = [...this.entries.values()].filter(({ state, readers }) => state === 'done' && readers === 0)
    const planned = [...this.order].reverse().map((key) => this.entries.get(key)).filter((entry) => !!entry && idle.includes(entry))
    for (const entry of [...idle.filter(({ isPlanned }) => !isPlanned), ...planned]) {
      if (over <= 0 || !entry) return
      over -= bytesOf(entry.piece.range)
      this.entries.delete(pieceKey(entry.piece))
    }
  } // prettier-ignore
}

function newEntry(piece: Piece): Entry {
  return {
    piece,
    state: 'queued',
    chunks: [],
    readers: 0,
    isPlanned: false,
    isUrgent: false,
    controller: new AbortController(),
    error: null,
    wake: new Set(),
  }
}

function tell({ wake }: Entry): void {
  for (const call of [...wake]) call()
}

/** Resolves at the next chunk, the end, a failure, or when its reader gives up. */
function news({ wake }: Entry, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      wake.delete(done)
      signal.removeEventListener('abort', done)
      resolve()
    }
    wake.add(done)
    signal.addEventListener('abort', done)
  })
}

/** Safari's streams are not iterable yet. */
async function* readBody(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    yield value
  }
}

function join(chunks: readonly Uint8Array<ArrayBuffer>[]): Uint8Array<ArrayBuffer> {
  if (chunks.length === 1) return chunks[0]!
  const whole = new Uint8Array(sum(chunks.map(({ byteLength }) => byteLength)))
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.byteLength
  }
  return whole
}

/** What comes after the first `skipped` bytes. */
function behind(chunks: readonly Uint8Array<ArrayBuffer>[], skipped: number): Uint8Array<ArrayBuffer> {
  let at = 0
  const rest = chunks.flatMap((chunk) => {
    const from = Math.max(0, skipped - at)
    at += chunk.byteLength
    return from < chunk.byteLength ? [chunk.subarray(from)] : []
  })
  return join(rest)
}

function sum(all: readonly number[]): number {
  return all.reduce((total, each) => total + each, 0)
}
