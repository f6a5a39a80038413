import { createHmac, timingSafeEqual } from 'node:crypto'

/** What the first entry follows. */
export const GENESIS_HASH = '0'.repeat(64)

/** Where a chain stands: the newest entry, or seq 0 before the first. */
export interface ChainHead {
  seq: number
  hash: string
}

export const EMPTY_CHAIN: ChainHead = { seq: 0, hash: GENESIS_HASH }

/** An entry as it is read back, with whatever else somebody may have put into it. */
export type StoredEntry = Record<string, unknown>

/**
 * Gives entries their place: seq, the hash before, and an HMAC-SHA-256 over everything in the entry, so that without the
 * key nobody can change one, or rebuild what follows it.
 */
export function chainEntries<Entry extends object>(entries: readonly Entry[], head: ChainHead, key: Buffer) {
  let { seq, hash } = head
  return entries.map((entry) => {
    const placed = { ...entry, seq: ++seq, previous_hash: hash }
    hash = hashEntry(placed, key)
    return { ...placed, hash }
  })
}

/** Hex. Covers every field but `_id` and `hash`, also fields that nobody knows here. */
export function hashEntry(entry: StoredEntry, key: Buffer): string {
  const { _id, hash, ...content } = entry
  return createHmac('sha256', key).update(canonicalJson(content)).digest('hex')
}

/** Why `entry` cannot follow `head`; null when it does. */
export function brokenLink(entry: StoredEntry, head: ChainHead, key: Buffer): string | null {
  if (entry.seq !== head.seq + 1) return `entry ${head.seq + 1} is missing`
  if (entry.previous_hash !== head.hash) return 'it does not follow the entry before it'
  if (!isSameHash(entry.hash, hashEntry(entry, key))) return 'its content was changed'
  return null
}

function isSameHash(stored: unknown, expected: string): boolean {
  if (typeof stored !== 'string' || stored.length !== expected.length) return false
  return timingSafeEqual(Buffer.from(stored), Buffer.from(expected))
}

/** One text for one value: keys in code point order, times apart from the texts that look like them. */
function canonicalJson(value: unknown): string {
  if (value instanceof Date) return `date(${value.getTime()})`
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join()}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join()}}`
}
