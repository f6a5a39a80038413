import { setTimeout as sleep } from 'node:timers/promises'
import { Unavailable } from '../errors.ts'
import { derivedKey } from '../derived-key.ts'
import { chainEntries, EMPTY_CHAIN, type ChainHead } from './action-chain.ts'
import { ActionLog, type ActionLogDocument } from './action-log.model.ts'
import { advanceAuditHead } from './audit-head.ts'

export type NewEntry = Omit<ActionLogDocument, '_id' | 'seq' | 'previous_hash' | 'hash'>

interface Waiting {
  entry: NewEntry
  resolve(seq: number): void
  reject(error: unknown): void
}

const MAX_BATCH = 100
/** Each try loses only to another process that got its entry in. */
const MAX_TRIES = 200
const DUPLICATE_KEY = 11000

let waiting: Waiting[] = []
let isAppending = false

/**
 * Appends one entry and gives its seq once it is journaled and the head has moved. Entries that arrive together go in
 * one write. The unique index on seq lets exactly one process have a place; the others try the next one.
 */
export function appendEntry(entry: NewEntry): Promise<number> {
  return new Promise((resolve, reject) => {
    waiting.push({ entry, resolve, reject })
    if (!isAppending) void appendWaiting()
  })
}

async function appendWaiting(): Promise<void> {
  isAppending = true
  while (waiting.length > 0) {
    const batch = waiting.slice(0, MAX_BATCH)
    waiting = waiting.slice(MAX_BATCH)
    await appendBatch(batch)
  }
  isAppending = false
}

async function appendBatch(batch: Waiting[]): Promise<void> {
  let left = batch
  try {
    for (let attempt = 0; left.length > 0; attempt++) {
      if (attempt === MAX_TRIES) throw new Unavailable('The action log cannot be written. Try again shortly.')
      const seqs = await tryAppend(left.map(({ entry }) => entry))
      seqs.forEach((seq, index) => left[index]!.resolve(seq))
      left = left.slice(seqs.length)
      if (left.length > 0) await sleep(Math.random() * Math.min(100, 2 + attempt * 2))
    }
  } catch (error) {
    for (const { reject } of left) reject(error)
  }
}

/** Seqs of the entries that got their place: the first ones of the batch, as an ordered insert stops at the first loss. */
async function tryAppend(entries: NewEntry[]): Promise<number[]> {
  const head = await findHead()
  const chained = chainEntries(entries, head, derivedKey('audit-chain'))
  const written = await insertInOrder(chained)
  const last = chained[written - 1]
  if (last) await advanceAuditHead(head, last)
  return chained.slice(0, written).map(({ seq }) => seq)
}

async function insertInOrder(entries: Omit<ActionLogDocument, '_id'>[]): Promise<number> {
  try {
    await ActionLog.insertMany(entries, { ordered: true })
    return entries.length
  } catch (error) {
    if (!isDuplicateKey(error)) throw error
    return error.insertedDocs?.length ?? 0
  }
}

async function findHead(): Promise<ChainHead> {
  return (
    (await ActionLog.findOne().sort({ seq: -1 }).select('seq hash -_id').lean<ChainHead>()) ?? EMPTY_CHAIN
  )
}

function isDuplicateKey(error: unknown): error is { code: number; insertedDocs?: unknown[] } {
  return error instanceof Error && 'code' in error && error.code === DUPLICATE_KEY
}
