import { ScoreHeap, type Scored } from './score-heap.ts'
import { UseHistory } from './use-history.ts'

/** How fast a use is forgotten: see `npm run bench:policy`, which measured it. */
export const USE_HALF_LIFE_MS = 30 * 60_000
/** Blocks remembered for each that there is room for. */
const REMEMBERED_PER_KEPT = 8
const MIN_REMEMBERED = 4096
/** Of the room, so that one long video cannot sweep it. */
export const MAX_OBJECT_SHARE = 1 / 4

export interface ShelfLimits {
  maxBytes: number
  /** Of a block: for how many are remembered. */
  blockBytes: number
  /** From the last use. */
  ttlMs: number
  halfLifeMs?: number
}

interface Kept<Key, Value> extends Scored {
  key: Key
  object: Key
  value: Value
  bytes: number
  usedAt: number
}

/**
 * What is hottest, in bounded room: kept until it was not used for `ttlMs`, or until something with a higher score
 * (UseHistory) needs the room; what has a lower one than all that is there is not taken in.
 */
export class HotShelf<Key, Value> {
  readonly history: UseHistory<Key>
  /** Longest unused first. */
  private readonly kept = new Map<Key, Kept<Key, Value>>()
  private readonly heap = new ScoreHeap<Kept<Key, Value>>()
  private readonly objectBytes = new Map<Key, number>()
  private readonly limits: ShelfLimits
  private bytes = 0

  constructor(limits: ShelfLimits) {
    this.limits = limits
    const entries = Math.max(MIN_REMEMBERED, (REMEMBERED_PER_KEPT * limits.maxBytes) / limits.blockBytes)
    this.history = new UseHistory({ halfLifeMs: limits.halfLifeMs ?? USE_HALF_LIFE_MS, entries })
  }

  get sizeBytes(): number {
    return this.bytes
  }

  /** A use, whether it is there or not. */
  use(key: Key, nowMs: number): Value | undefined {
    const score = this.history.note(key, nowMs)
    this.dropExpired(nowMs)
    const entry = this.kept.get(key)
    if (!entry) return undefined
    entry.score = score
    this.renew(entry, nowMs)
    return entry.value
  }

  has(key: Key, nowMs: number): boolean {
    this.dropExpired(nowMs)
    return this.kept.has(key)
  }

  /** Starts its time anew, as far as it is there, without counting as a use. */
  touch(key: Key, nowMs: number): boolean {
    this.dropExpired(nowMs)
    const entry = this.kept.get(key)
    if (entry) this.renew(entry, nowMs)
    return entry !== undefined
  }

  /** @returns whether it was taken in */
  put(key: Key, object: Key, value: Value, bytes: number, nowMs: number): boolean {
    this.dropExpired(nowMs)
    if (this.kept.has(key)) return true
    const inObject = this.objectBytes.get(object) ?? 0
    if (inObject + bytes > this.limits.maxBytes * MAX_OBJECT_SHARE) return false
    const score = this.history.scoreOf(key, nowMs)
    if (!this.makeRoom(bytes, score)) return false
    const entry = { key, object, value, bytes, usedAt: nowMs, score, heapScore: score, isGone: false }
    this.kept.set(key, entry)
    this.heap.add(entry)
    this.bytes += bytes
    this.objectBytes.set(object, inObject + bytes)
    return true
  }

  clear(): void {
    for (const entry of this.kept.values()) this.drop(entry)
  }

  private makeRoom(bytes: number, score: number): boolean {
    while (this.bytes + bytes > this.limits.maxBytes) {
      const lowest = this.heap.lowest()
      if (!lowest || lowest.score >= score) return false
      this.drop(lowest)
    }
    return true
  }

  private renew(entry: Kept<Key, Value>, nowMs: number): void {
    entry.usedAt = nowMs
    this.kept.delete(entry.key)
    this.kept.set(entry.key, entry)
  }

  private dropExpired(nowMs: number): void {
    for (const entry of this.kept.values()) {
      if (entry.usedAt + this.limits.ttlMs > nowMs) return
      this.drop(entry)
    }
  }

  private drop(entry: Kept<Key, Value>): void {
    entry.isGone = true
    this.kept.delete(entry.key)
    this.bytes -= entry.bytes
    const left = (this.objectBytes.get(entry.object) ?? 0) - entry.bytes
    if (left > 0) this.objectBytes.set(entry.object, left)
    else this.objectBytes.delete(entry.object)
  }
}
