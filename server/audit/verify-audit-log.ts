import { derivedKey } from '../derived-key.ts'
import { brokenLink, EMPTY_CHAIN, type ChainHead, type StoredEntry } from './action-chain.ts'
import { ActionLog } from './action-log.model.ts'
import { readAuditHead } from './audit-head.ts'

export type AuditVerdict =
  | { isIntact: true; head: ChainHead }
  /** `seq`: the first entry that is not what was written. */
  | { isIntact: false; seq: number; problem: string }

/**
 * Reads the whole log once, in order. The head in SQL tells of entries cut off at the end; a head that was noted
 * elsewhere (`witness`) tells even when both databases were set back together.
 */
export async function verifyAuditLog(witness?: ChainHead): Promise<AuditVerdict> {
  // read before the log: entries that arrive meanwhile only make the log longer than the head
  const head = await readAuditHead()
  const witnesses = [head, witness].filter((known) => known !== null && known !== undefined)
  const key = derivedKey('audit-chain')
  let at = EMPTY_CHAIN
  for await (const entry of ActionLog.find()
    .sort({ seq: 1 })
    .lean<StoredEntry[]>()
    .cursor() as AsyncIterable<StoredEntry>) {
    const problem = brokenLink(entry, at, key)
    if (problem) return { isIntact: false, seq: at.seq + 1, problem }
    at = { seq: at.seq + 1, hash: String(entry.hash) }
    if (witnesses.some((known) => known.seq === at.seq && known.hash !== at.hash))
      return { isIntact: false, seq: at.seq, problem: 'another entry stood here before' }
  }
  const furthest = Math.max(0, ...witnesses.map(({ seq }) => seq))
  if (furthest > at.seq)
    return { isIntact: false, seq: at.seq + 1, problem: `the log was cut off: it had ${furthest} entries` }
  if (!head) return { isIntact: false, seq: at.seq, problem: 'the row of audit_head was taken away' }
  return { isIntact: true, head: at }
}
