import { trusted } from 'mongoose'
import { derivedKey } from '../derived-key.ts'
import { logger } from '../logger.ts'
import { brokenLink, type ChainHead, type StoredEntry } from './action-chain.ts'
import { ActionLog } from './action-log.model.ts'
import { auditSql } from './tables.ts'

/** After a mismatch nothing is gained by reading the same entries again for every action. */
const MISMATCH_PAUSE_MS = 60_000
let pausedUntil = 0

/** Null when the row was taken away. */
export async function readAuditHead(): Promise<ChainHead | null> {
  const row = await auditSql().selectFrom('audit_head').select(['seq', 'hash']).executeTakeFirst()
  return row ?? null
}

/**
 * Moves the head along with the log, but only over entries that truly follow it: after a cut or an edit it stays where
 * it was, as the witness.
 */
export async function advanceAuditHead(from: ChainHead, to: ChainHead): Promise<void> {
  if (await moveHead(from, to)) return
  if (Date.now() < pausedUntil) return
  // another process is ahead of us, or a killed one left the head behind
  for (let head = await readAuditHead(); head && head.seq < to.seq; head = await readAuditHead()) {
    if (!(await isChainFrom(head, to.seq))) {
      pausedUntil = Date.now() + MISMATCH_PAUSE_MS
      logger.error({ head: head.seq }, 'the action log does not match its head: run npm run audit:verify')
      return
    }
    if (await moveHead(head, to)) return
  }
}

async function moveHead(from: ChainHead, to: ChainHead): Promise<boolean> {
  const { numUpdatedRows } = await auditSql()
    .updateTable('audit_head')
    .set({ seq: to.seq, hash: to.hash })
    .where('seq', '=', from.seq)
    .where('hash', '=', from.hash)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

async function isChainFrom(head: ChainHead, lastSeq: number): Promise<boolean> {
  const key = derivedKey('audit-chain')
  const entries = ActionLog.find({ seq: trusted({ $gt: head.seq, $lte: lastSeq }) })
    .sort({ seq: 1 })
    .lean<StoredEntry[]>()
    .cursor() as AsyncIterable<StoredEntry>
  let at = head
  for await (const entry of entries) {
    if (brokenLink(entry, at, key)) return false
    at = { seq: Number(entry.seq), hash: String(entry.hash) }
  }
  return at.seq === lastSeq
}
