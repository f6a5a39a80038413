import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ActionLog } from '../../../server/audit/action-log.model.ts'
import { readActionLogs } from '../../../server/audit/read-action-logs.ts'
import { record } from '../../../server/audit/record.ts'
import { auditMigrations, auditSql } from '../../../server/audit/tables.ts'
import { verifyAuditLog } from '../../../server/audit/verify-audit-log.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'

const anna = { kind: 'user', userId: '65f0aabbccddeeff00112233', name: 'Anna Nowak' } as const
const script = fileURLToPath(new URL('../../support/audit-process.ts', import.meta.url))
let databases: TestDatabases

beforeAll(async () => {
  databases = await startDatabases(auditMigrations)
})
afterAll(() => databases.stop())

describe('the action log', () => {
  it('keeps who, what and when under the names of the data model', async () => {
    const seq = await record(anna, {
      action: 'UPLOAD_VIDEO',
      target: 'video:1',
      changes: {
        title: 'Bees',
        list: [],
        nothing: {},
        unit: undefined,
        half: '\ud800',
        ['__proto__']: 1,
        'a.b': { $c: [1.5, -0, 2 ** 60] },
      },
    })
    const entry = await ActionLog.findOne({ seq }).lean()
    expect(entry).toMatchObject({
      user_cc: anna.userId,
      user_name: 'Anna Nowak',
      action: 'UPLOAD_VIDEO',
      log_accessed: null,
      target: 'video:1',
    })
    expect(entry?.timestamp).toBeInstanceOf(Date)
    expect(await verifyAuditLog()).toMatchObject({ isIntact: true })
  })

  it('gives 3,000 actions at once 3,000 places without a gap', async () => {
    const before = await ActionLog.countDocuments()
    const seqs = await Promise.all(
      Array.from({ length: 3000 }, (_, index) => record(anna, { action: 'LOGIN', changes: { index } })),
    )
    expect(new Set(seqs).size).toBe(3000)
    expect(Math.max(...seqs)).toBe(before + 3000)
    expect(await verifyAuditLog()).toMatchObject({ isIntact: true, head: { seq: before + 3000 } })
  })

  it('records a reading as an action that names the newest entry read', async () => {
    const newest = await record(anna, { action: 'LOGOUT' })
    const entries = await readActionLogs(anna, { limit: 2 })
    expect(entries.map(({ seq }) => seq)).toEqual([newest, newest - 1])
    const trace = await ActionLog.findOne({ seq: newest + 1 }).lean()
    expect(trace).toMatchObject({ action: 'ACCESS_LOGS', log_accessed: newest, user_cc: anna.userId })
    const older = await readActionLogs(anna, { limit: 1, beforeSeq: newest, action: 'LOGIN' })
    expect(older[0]?.seq).toBeLessThan(newest)
  })

  it('has no way to change or remove an entry', async () => {
    const filter = { seq: 1 }
    const changes: (() => Promise<unknown>)[] = [
      () => ActionLog.updateOne(filter, { reason: 'x' }).exec(),
      () => ActionLog.updateMany({}, { reason: 'x' }).exec(),
      () => ActionLog.findOneAndUpdate(filter, { reason: 'x' }).exec(),
      () => ActionLog.replaceOne(filter, {}).exec(),
      () => ActionLog.deleteOne(filter).exec(),
      () => ActionLog.deleteMany({}).exec(),
      () => ActionLog.findOneAndDelete(filter).exec(),
      () => ActionLog.bulkWrite([{ deleteOne: { filter } }]),
      async () => {
        const entry = await ActionLog.findOne(filter)
        entry!.reason = 'x'
        await entry!.save()
      },
      async () => (await ActionLog.findOne(filter))!.deleteOne(),
    ]
    for (const change of changes) await expect(change()).rejects.toThrow('append only')
    expect(await verifyAuditLog()).toMatchObject({ isIntact: true })
  })

  it('keeps every acknowledged entry and no gap while processes are killed and the database too', async () => {
    const acknowledged = new Map<number, number>()
    const children = new Set<ChildProcess>()
    const launch = (name: string) => {
      const child = spawn(process.execPath, [script, name], {
        env: { ...process.env, ...databases.env },
        stdio: ['ignore', 'pipe', 'ignore'],
      })
      child.stdout.setEncoding('utf8')
      child.stdout.on('data', (text: string) => {
        for (const seq of text.split('\n').filter(Boolean).map(Number))
          acknowledged.set(seq, (acknowledged.get(seq) ?? 0) + 1)
      })
      children.add(child)
      return child
    }
    const running = ['a', 'b', 'c'].map(launch)
    while (acknowledged.size < 300) await sleep(50)
    for (let kill = 0; kill < 6; kill++) {
      const victim = running[kill % 3]!
      victim.kill('SIGKILL')
      await once(victim, 'exit')
      running[kill % 3] = launch(`again-${kill}`)
      await sleep(300)
    }
    await databases.mongo.restart()
    await sleep(500)
    const exits = running.map((child) => child.exitCode ?? child.signalCode ?? once(child, 'exit'))
    for (const child of children) child.kill('SIGKILL')
    await Promise.all(exits)

    expect([...acknowledged.values()].every((times) => times === 1)).toBe(true)
    const seqs = new Set(await ActionLog.distinct('seq'))
    expect([...acknowledged.keys()].filter((seq) => !seqs.has(seq))).toEqual([])
    await record(anna, { action: 'LOGIN' })
    expect(await verifyAuditLog()).toEqual({
      isIntact: true,
      head: { seq: seqs.size + 1, hash: expect.any(String) },
    })
    expect(await auditSql().selectFrom('audit_head').select('seq').executeTakeFirst()).toEqual({
      seq: seqs.size + 1,
    })
  })
})
