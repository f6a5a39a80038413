import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chainEntries, type ChainHead } from '../../../server/audit/action-chain.ts'
import { ActionLog, type ActionLogDocument } from '../../../server/audit/action-log.model.ts'
import { record } from '../../../server/audit/record.ts'
import { auditMigrations, auditSql } from '../../../server/audit/tables.ts'
import { verifyAuditLog } from '../../../server/audit/verify-audit-log.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'

const LENGTH = 24
let databases: TestDatabases
let original: ActionLogDocument[]
let head: ChainHead

beforeAll(async () => {
  databases = await startDatabases(auditMigrations)
  for (let index = 0; index < LENGTH; index++)
    await record({ kind: 'user', userId: 'a', name: 'Anna' }, { action: 'LOGIN', changes: { index } })
  original = await ActionLog.find().sort({ seq: 1 }).lean<ActionLogDocument[]>()
  head = { seq: LENGTH, hash: original.at(-1)!.hash }
})
afterAll(() => databases.stop())

/** What somebody with the whole MongoDB, but without the key, can make of it. */
async function replaceLog(entries: object[]): Promise<void> {
  await ActionLog.collection.deleteMany({})
  if (entries.length > 0) await ActionLog.collection.insertMany(entries.map((entry) => ({ ...entry })))
}

const place = fc.integer({ min: 0, max: LENGTH - 1 })
const FIELDS = ['user_cc', 'user_name', 'action', 'target', 'reason', 'hash', 'previous_hash'] as const

async function expectFirstBad(entries: object[], seq: number): Promise<void> {
  await replaceLog(entries)
  expect(await verifyAuditLog()).toMatchObject({ isIntact: false, seq })
}

const RUNS = { numRuns: 60 }

describe('a tampered action log', () => {
  it('is intact before anybody touches it', async () => {
    expect(await verifyAuditLog()).toEqual({ isIntact: true, head })
  })

  it('names an edited entry', () =>
    fc.assert(
      fc.asyncProperty(place, fc.constantFrom(...FIELDS), async (at, field) => {
        await expectFirstBad(
          original.map((entry, index) => (index === at ? { ...entry, [field]: 'x' } : entry)),
          at + 1,
        )
      }),
      RUNS,
    ))

  it('names an entry with another time, another detail or a field that nobody knows', () =>
    fc.assert(
      fc.asyncProperty(place, fc.integer({ min: 0, max: 3 }), async (at, kind) => {
        const edits = [
          (entry: ActionLogDocument) => ({ ...entry, timestamp: new Date(entry.timestamp.getTime() + 1) }),
          (entry: ActionLogDocument) => ({ ...entry, timestamp: entry.timestamp.toISOString() }),
          (entry: ActionLogDocument) => ({ ...entry, changes: { index: at, more: 1 } }),
          (entry: ActionLogDocument) => ({ ...entry, note: 'x' }),
        ]
        await expectFirstBad(
          original.map((entry, index) => (index === at ? edits[kind]!(entry) : entry)),
          at + 1,
        )
      }),
      RUNS,
    ))

  it('names a deleted entry', () =>
    fc.assert(
      fc.asyncProperty(place, async (at) => {
        await expectFirstBad(original.toSpliced(at, 1), at + 1)
      }),
      RUNS,
    ))

  it('names the first of two entries that changed places', () =>
    fc.assert(
      fc.asyncProperty(place, place, async (a, b) => {
        fc.pre(a !== b)
        const swapped = original.map((entry, index) => {
          const other = index === a ? original[b]! : index === b ? original[a]! : entry
          return { ...other, _id: entry._id, seq: entry.seq }
        })
        await expectFirstBad(swapped, Math.min(a, b) + 1)
      }),
      RUNS,
    ))

  it('names where its end was cut off', () =>
    fc.assert(
      fc.asyncProperty(place, async (at) => {
        await expectFirstBad(original.slice(0, at), at + 1)
      }),
      RUNS,
    ))

  it('names the first entry of a chain rebuilt with another key', () =>
    fc.assert(
      fc.asyncProperty(place, async (at) => {
        const before = original.slice(0, at)
        const from = before.at(-1) ?? { seq: 0, hash: '0'.repeat(64) }
        const rebuilt = chainEntries(original.slice(at), from, Buffer.alloc(32))
        await expectFirstBad([...before, ...rebuilt], at + 1)
      }),
      RUNS,
    ))

  it('stays witnessed when the log goes on after a cut', async () => {
    await replaceLog(original.slice(0, 10))
    for (let index = 0; index < LENGTH; index++) await record({ kind: 'system' }, { action: 'LOGIN' })
    expect(await verifyAuditLog()).toMatchObject({ isIntact: false, seq: LENGTH })
    expect(await auditSql().selectFrom('audit_head').select(['seq', 'hash']).executeTakeFirst()).toEqual(head)
  })

  it('is told by a head noted elsewhere when both databases were set back', async () => {
    await replaceLog(original.slice(0, 10))
    const earlier = { seq: 10, hash: original[9]!.hash }
    await auditSql().updateTable('audit_head').set(earlier).execute()
    expect(await verifyAuditLog()).toMatchObject({ isIntact: true })
    expect(await verifyAuditLog(head)).toMatchObject({ isIntact: false, seq: 11 })
  })

  it('misses its head when the row was taken away', async () => {
    await replaceLog(original)
    await auditSql().deleteFrom('audit_head').execute()
    expect(await verifyAuditLog()).toMatchObject({ isIntact: false })
  })
})
