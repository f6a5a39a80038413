import { ScoreHeap, type ScoreNode } from './score-heap.ts'
import { UseHistory } from './use-history.ts'

/** How fast a use is forgotten: see `npm run bench:policy`, which measured it. */
export const USE_HALF_LIFE_MS = 5 * 60_000
/** A player asks for a block ahead of its playing and again when it plays. */
export const CORRELATED_MS = 3 * 60_000
/**
 * What somebody will be shown in a moment (`soon`: seconds, `window`: a minute or two) is worth as much as what was used
 * 2^this times, until it is used: by that count a block of such a rate would be asked for as early.
 */
export const EXPECTED_BONUS = { none: 0, window: 3, soon: 7 } as const
export type Expectation = keyof typeof EXPECTED_BONUS
/** So long it is waited for: people who go away leave it behind. */
export const EXPECTED_MS = { window: 3 * 60_000, soon: 8_000 } as const
/** Blocks remembered for each that there is room for. */
const REMEMBERED_PER_KEPT = 8
const MIN_REMEMBERED = 4096
/** Of the room, so that one long video cannot sweep it: beyond it a block takes the place of the coldest of its own video. */
export const MAX_OBJECT_SHARE = 1 / 4
/**
 * By so much one that nobody waits for must be worth more than that one, half a minute of freshness: a video that is longer
 * than its share and asked for all over at once would else be read again, and thrown out again, with every request.
 */
export const OWN_MARGIN: Record<Expectation, number> = { none: 0.1, window: 0, soon: 0 }

export interface ShelfLimits {
  maxBytes: number
  /** Of a block: for how many are remembered. */
  blockBytes: number
  /** From the last use. */
  ttlMs: number
  halfLifeMs?: number
  correlatedMs?: number
}

export interface ShelfItem<Key, Value> {
  key: Key
  object: Key
  value: Value
  bytes: number
}

interface Kept<Key, Value> extends ShelfItem<Key, Value> {
  usedAt: number
  next: Expectation
  /** Of its time in the queue of `next`. */
  endsAt: number
  score: number
  node: ScoreNode | null
}

interface OfObject<Key, Value> {
  readonly entries: Set<Kept<Key, Value>>
  bytes: number
}

/**
 * What is hottest, in bounded room: kept until it was not used for `ttlMs`, or until something with a higher score
 * (UseHistory) needs the room; what has a lower one than all that is there is not taken in.
 */
export class HotShelf<Key, Value> {
  private readonly history: UseHistory<Key>
  private readonly kept = new Map<Key, Kept<Key, Value>>()
  /** By the end of their time: what was used, and what is expected when. */
  private readonly queues = {
    none: new Set<Kept<Key, Value>>(),
    window: new Set<Kept<Key, Value>>(),
    soon: new Set<Kept<Key, Value>>(),
  } satisfies Record<Expectation, unknown>
  private readonly heap = new ScoreHeap<Kept<Key, Value>>()
  private readonly objects = new Map<Key, OfObject<Key, Value>>()
  private readonly limits: ShelfLimits
  private bytes = 0

  constructor(limits: ShelfLimits) {
    this.limits = limits
    const entries = Math.max(MIN_REMEMBERED, (REMEMBERED_PER_KEPT * limits.maxBytes) / limits.blockBytes)
    const { halfLifeMs = USE_HALF_LIFE_MS, correlatedMs = CORRELATED_MS } = limits
    this.history = new UseHistory({ halfLifeMs, correlatedMs, entries })
  }

  get sizeBytes(): number {
    return this.bytes
  }

  /** A use, whether it is there or not. `next`: it will be used again, as a block of which only a part was asked for. */
  use(key: Key, nowMs: number, next: Expectation = 'none'): Value | undefined {
    const score = this.history.note(key, nowMs)
    this.dropExpired(nowMs)
    const entry = this.kept.get(key)
    if (!entry) return undefined
    entry.usedAt = nowMs
    this.score(entry, score + EXPECTED_BONUS[next])
    this.renew(entry, nowMs, next)
    return entry.value
  }

  has(key: Key, nowMs: number): boolean {
    this.dropExpired(nowMs)
    return this.kept.has(key)
  }

  /** Somebody will use it: as far as it is there, it waits for them. */
  expect(key: Key, nowMs: number, next: Expectation): boolean {
    this.dropExpired(nowMs)
    const entry = this.kept.get(key)
    if (!entry) return false
    this.score(entry, Math.max(entry.score, this.history.scoreOf(key, nowMs) + EXPECTED_BONUS[next]))
    this.renew(entry, nowMs, next)
    return true
  }

  /** Whether it would be taken in now: what would not be need not be fetched ahead. */
  wants(
    { key, object }: Pick<ShelfItem<Key, Value>, 'key' | 'object'>,
    nowMs: number,
    next: Expectation,
  ): boolean {
    this.dropExpired(nowMs)
    const score = this.history.scoreOf(key, nowMs) + EXPECTED_BONUS[next]
    if (this.isOverShare(object, this.limits.blockBytes))
      return (this.lowestOf(object)?.score ?? Infinity) < score - OWN_MARGIN[next]
    if (this.bytes + this.limits.blockBytes <= this.limits.maxBytes) return true
    return (this.heap.lowest()?.score ?? Infinity) < score
  }

  /** @returns whether it was taken in */
  put(item: ShelfItem<Key, Value>, nowMs: number, next: Expectation = 'none'): boolean {
    this.dropExpired(nowMs)
    const { key, object, bytes } = item
    if (this.kept.has(key)) return true
    const score = this.history.scoreOf(key, nowMs) + EXPECTED_BONUS[next]
    if (!this.makeRoomIn(object, bytes, score - OWN_MARGIN[next]) || !this.makeRoom(bytes, score))
      return false
    const entry = { ...item, score, usedAt: nowMs, next, endsAt: 0, node: null }
    this.kept.set(key, entry)
    this.renew(entry, nowMs, next)
    this.heap.add(entry)
    this.bytes += bytes
    const own = this.objects.get(object) ?? { entries: new Set(), bytes: 0 }
    own.entries.add(entry)
    own.bytes += bytes
    this.objects.set(object, own)
    return true
  }

  clear(): void {
    for (const entry of this.kept.values()) this.drop(entry)
  }

  private isOverShare(object: Key, bytes: number): boolean {
    return (this.objects.get(object)?.bytes ?? 0) + bytes > this.limits.maxBytes * MAX_OBJECT_SHARE
  }

  /** An object has a few hundred blocks at most. */
  private lowestOf(object: Key): Kept<Key, Value> | undefined {
    let lowest: Kept<Key, Value> | undefined
    for (const entry of this.objects.get(object)?.entries ?? []) {
      if (!lowest || entry.score < lowest.score) lowest = entry
    }
    return lowest
  }

  private makeRoomIn(object: Key, bytes: number, score: number): boolean {
    while (this.isOverShare(object, bytes)) {
      const lowest = this.lowestOf(object)
      if (!lowest || lowest.score >= score) return false
      this.drop(lowest)
    }
    return true
  }

  private makeRoom(bytes: number, score: number): boolean {
    while (this.bytes + bytes > this.limits.maxBytes) {
      const lowest = this.heap.lowest()
      if (!lowest || lowest.score >= score) return false
      this.drop(lowest)
    }
    return true
  }

  private score(entry: Kept<Key, Value>, score: number): void {
    const isLess = score < entry.score
    entry.score = score
    if (isLess) this.heap.add(entry)
  }

  private renew(entry: Kept<Key, Value>, nowMs: number, next: Expectation): void {
    this.queues[entry.next].delete(entry)
    entry.next = next
    entry.endsAt = next === 'none' ? entry.usedAt + this.limits.ttlMs : nowMs + EXPECTED_MS[next]
    this.queues[next].add(entry)
  }

  /** Each queue is nearly in the order of its ends; what is behind one that ends later goes a little later. */
  private dropExpired(nowMs: number): void {
    for (const queue of [this.queues.soon, this.queues.window, this.queues.none]) {
      for (const entry of queue) {
        if (entry.endsAt > nowMs && entry.usedAt + this.limits.ttlMs > nowMs) break
        this.disappoint(entry, nowMs)
      }
    }
  }

  /** Nobody came: it stays for as long as its last use gives it, at what it was worth without. */
  private disappoint(entry: Kept<Key, Value>, nowMs: number): void {
    if (entry.usedAt + this.limits.ttlMs <= nowMs) return this.drop(entry)
    this.score(entry, this.history.lastScore(entry.key))
    this.renew(entry, nowMs, 'none')
  }

  private drop(entry: Kept<Key, Value>): void {
    this.heap.remove(entry)
    this.kept.delete(entry.key)
    this.queues[entry.next].delete(entry)
    this.bytes -= entry.bytes
    const own = this.objects.get(entry.object)
    if (!own) return
    own.entries.delete(entry)
    own.bytes -= entry.bytes
    if (own.entries.size === 0) this.objects.delete(entry.object)
  }
}
