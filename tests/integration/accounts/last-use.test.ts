import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { findTokenActor, hashToken, TOKEN_PREFIX } from '../../../server/accounts/find-token.ts'
import { findSessionActor } from '../../../server/accounts/find-session.ts'
import { accountMigrations } from '../../../server/accounts/migrations.ts'
import { accountsSql } from '../../../server/accounts/tables.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'
import { makeAccount } from '../../support/token.ts'

const AN_HOUR_AGO = Date.now() - 3_600_000

let databases: TestDatabases

beforeAll(async () => {
  databases = await startDatabases(accountMigrations)
})
afterAll(() => databases.stop())
afterEach(() => vi.restoreAllMocks())

async function newToken(account_id: string, last_used_at: number | null): Promise<string> {
  const token = TOKEN_PREFIX + randomUUID()
  const row = { id: randomUUID(), account_id, name: 'feed', token_hash: hashToken(token), scopes: 'read', created_at: AN_HOUR_AGO, last_used_at } // prettier-ignore
  await accountsSql().insertInto('api_tokens').values(row).execute()
  return token
}

async function newSession(): Promise<string> {
  const id = randomUUID()
  const row = { id, kind: 'guest' as const, account_id: null, user_agent: '', created_at: AN_HOUR_AGO, last_seen_at: AN_HOUR_AGO, expires_at: Date.now() + 3_600_000 } // prettier-ignore
  await accountsSql().insertInto('sessions').values(row).execute()
  return id
}

const usesOf = async (account: string) =>
  (
    await accountsSql()
      .selectFrom('api_tokens')
      .select('last_used_at')
      .where('account_id', '=', account)
      .where('name', '=', 'feed')
      .execute()
  ).map((row) => row.last_used_at)

describe('the last use of tokens and sessions', () => {
  it('is written once for all who come within two seconds, since each write holds up everybody', async () => {
    const { userId } = await makeAccount('viewer')
    const tokens = await Promise.all(Array.from({ length: 40 }, () => newToken(userId, AN_HOUR_AGO)))
    const sessions = await Promise.all(Array.from({ length: 40 }, () => newSession()))
    const writes = vi.spyOn(accountsSql(), 'updateTable')
    for (const token of [...tokens, ...tokens]) expect(await findTokenActor(token)).not.toBeNull()
    for (const session of sessions) expect(await findSessionActor(session)).not.toBeNull()
    await vi.waitFor(async () => expect(Math.min(...(await usesOf(userId)).map(Number))).toBeGreaterThan(Date.now() - 60_000), { timeout: 10_000 }) // prettier-ignore
    const seen = await accountsSql().selectFrom('sessions').select('last_seen_at').where('id', 'in', sessions).execute() // prettier-ignore
    expect(Math.min(...seen.map((row) => row.last_seen_at))).toBeGreaterThan(Date.now() - 60_000)
    // two tables, in as many spans of two seconds as the requests took: of 120 requests few writes are left
    expect(writes.mock.calls.length).toBeLessThanOrEqual(6)
  })

  it('is not written again within five minutes', async () => {
    const { userId } = await makeAccount('viewer')
    const usedAt = Date.now() - 60_000
    const token = await newToken(userId, usedAt)
    const unused = await newToken(userId, null)
    const writes = vi.spyOn(accountsSql(), 'updateTable')
    await findTokenActor(token)
    await sleep(2_500)
    expect(writes).not.toHaveBeenCalled()
    await findTokenActor(unused)
    await vi.waitFor(() => expect(writes).toHaveBeenCalledOnce(), { timeout: 10_000 })
    await vi.waitFor(async () => expect(await usesOf(userId)).not.toContain(null), { timeout: 10_000 })
    expect(await usesOf(userId)).toContain(usedAt)
  })
})
