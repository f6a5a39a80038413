import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ActionLog } from '../../../server/audit/action-log.model.ts'
import { record } from '../../../server/audit/record.ts'
import { auditMigrations } from '../../../server/audit/tables.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
let databases: TestDatabases

beforeAll(async () => {
  databases = await startDatabases(auditMigrations)
  for (let count = 0; count < 5; count++) await record({ kind: 'system' }, { action: 'LOGIN' })
})
afterAll(() => databases.stop())

async function auditVerify(...args: string[]) {
  const run = promisify(execFile)(process.execPath, ['scripts/audit-verify.ts', ...args], {
    cwd: root,
    env: { ...process.env, ...databases.env },
  })
  const {
    stdout,
    stderr,
    code = 0,
  } = (await run.catch((error: { stdout: string; stderr: string; code: number }) => error)) as {
    stdout: string
    stderr: string
    code?: number
  }
  return { output: stdout + stderr, code }
}

describe('npm run audit:verify', () => {
  it('says that the log is intact, and its head, which can be given back', async () => {
    const first = await auditVerify()
    expect(first).toMatchObject({ code: 0, output: expect.stringContaining('intact: 5 entries') })
    const head = /head is (\S+)/.exec(first.output)![1]!
    expect(await auditVerify('--head', head)).toMatchObject({ code: 0 })
    expect(await auditVerify('--head', '9:'.padEnd(66, 'a'))).toMatchObject({ code: 1 })
    expect(await auditVerify('--head', 'nonsense')).toMatchObject({ code: 2 })
  })

  it('names the first bad entry and exits 1', async () => {
    await ActionLog.collection.updateOne({ seq: 3 }, { $set: { user_name: 'Somebody else' } })
    expect(await auditVerify()).toMatchObject({
      code: 1,
      output: expect.stringContaining('First bad entry: 3'),
    })
  })
})
