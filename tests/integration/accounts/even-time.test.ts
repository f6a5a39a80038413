import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { forgotPassword } from '../../../server/accounts/forgot-password.ts'
import { logIn } from '../../../server/accounts/log-in.ts'
import { accountMigrations } from '../../../server/accounts/migrations.ts'
import { hashPassword, verifyPassword } from '../../../server/accounts/password-hash.ts'
import { resendCode } from '../../../server/accounts/resend-code.ts'
import { signUp } from '../../../server/accounts/sign-up.ts'
import { accountsSql } from '../../../server/accounts/tables.ts'
import '../../../server/accounts/user.model.ts'
import { closeLiveCache } from '../../../server/adapters/live-cache/index.ts'
import { getMailer } from '../../../server/adapters/mailer/index.ts'
import { auditMigrations } from '../../../server/audit/tables.ts'
import { newPerson } from '../../support/accounts.ts'
import { startDatabases, type TestDatabases } from '../../support/databases.ts'
import { canTellApart, type Pair } from '../../support/distinguish.ts'

const PAIRS = 9
const browser = { userAgent: '', currentSessionId: null }
let databases: TestDatabases
let passwordHash: string

beforeAll(async () => {
  databases = await startDatabases({ ...accountMigrations, ...auditMigrations })
  passwordHash = await hashPassword('correct horse battery')
  // a mail takes its time, and only known addresses get one
  const { send } = getMailer()
  vi.spyOn(getMailer(), 'send').mockImplementation(async (mail) => {
    await sleep(60)
    await send.call(getMailer(), mail)
  })
})
afterAll(async () => {
  await closeLiveCache()
  await databases.stop()
})

/** An address with an account, without the time that signing up takes. */
async function knownEmail(): Promise<string> {
  const { email, username } = newPerson()
  const id = crypto.randomUUID()
  const account = {
    id,
    email,
    username,
    name: 'x',
    role: 'viewer' as const,
    password_hash: passwordHash,
    created_at: 0,
  }
  await accountsSql()
    .insertInto('accounts')
    .values({ ...account, pending_profile: null, disabled_at: null })
    .execute()
  return email
}

async function waitingEmail(): Promise<string> {
  const { email, username } = newPerson()
  const row = {
    id: crypto.randomUUID(),
    email,
    username,
    first_name: 'a',
    last_name: 'b',
    birth_date: '1990-01-01',
  }
  const times = { created_at: Date.now(), expires_at: Date.now() + 3600_000 }
  await accountsSql()
    .insertInto('sign_ups')
    .values({ ...row, ...times, password_hash: passwordHash })
    .execute()
  return email
}

async function millisecondsOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work().catch(() => undefined)
  return performance.now() - start
}

/** Times of the same call for an address of each kind, one after the other, so that a busy moment meets both. */
async function measurePairs(makeKnown: () => Promise<string>, call: (email: string) => Promise<unknown>) {
  const pairs: Pair[] = []
  for (let index = 0; index < PAIRS; index++) {
    const known = await makeKnown()
    const unknown = newPerson().email
    const timeKnown = () => millisecondsOf(() => call(known))
    const timeUnknown = () => millisecondsOf(() => call(unknown))
    // the order alternates: whatever comes first pays for cold caches
    if (index % 2) pairs.push([await timeKnown(), await timeUnknown()])
    else {
      const late = await timeUnknown()
      pairs.push([await timeKnown(), late])
    }
  }
  return pairs
}

describe('how long an answer takes says nothing about whether an address is known', () => {
  it.each([
    [
      'a log-in with a wrong password',
      knownEmail,
      (email: string) => logIn({ email, password: 'wrong', ...browser }),
    ],
    ['a forgotten password', knownEmail, (email: string) => forgotPassword({ email })],
    ['a sign-up', knownEmail, (email: string) => signUp(newPerson({ email }))],
    ['another code', waitingEmail, (email: string) => resendCode({ email })],
  ] as const)('of %s', async (_, makeKnown, call) => {
    expect(await canTellApart(() => measurePairs(makeKnown, call))).toBe(false)
  })

  it('while this measure does see a hash that is skipped, and a mail that is waited for', async () => {
    const skipping = async (email: string) => {
      const account = await accountsSql()
        .selectFrom('accounts')
        .selectAll()
        .where('email', '=', email)
        .executeTakeFirst()
      return account && verifyPassword(account.password_hash, 'wrong')
    }
    const waiting = async (email: string) => {
      const account = await accountsSql()
        .selectFrom('accounts')
        .selectAll()
        .where('email', '=', email)
        .executeTakeFirst()
      return account && getMailer().send({ to: email, subject: 'x', text: 'x' })
    }
    expect(await canTellApart(() => measurePairs(knownEmail, skipping))).toBe(true)
    expect(await canTellApart(() => measurePairs(knownEmail, waiting))).toBe(true)
  })
})
