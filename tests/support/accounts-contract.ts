import { afterAll, beforeAll, expect, it } from 'vitest'
import { changeEmail } from '../../server/accounts/change-email.ts'
import { changePassword } from '../../server/accounts/change-password.ts'
import { closeAccount, findClosedAccounts } from '../../server/accounts/close-account.ts'
import { confirmEmail } from '../../server/accounts/confirm-email.ts'
import { createToken } from '../../server/accounts/create-token.ts'
import { ensureKeeper } from '../../server/accounts/ensure-keeper.ts'
import { findSessionActor } from '../../server/accounts/find-session.ts'
import { findTokenActor } from '../../server/accounts/find-token.ts'
import { forgotPassword } from '../../server/accounts/forgot-password.ts'
import { getMe } from '../../server/accounts/get-me.ts'
import { listSessions } from '../../server/accounts/list-sessions.ts'
import { listTokens } from '../../server/accounts/list-tokens.ts'
import { logIn } from '../../server/accounts/log-in.ts'
import { logOut } from '../../server/accounts/log-out.ts'
import { accountMigrations } from '../../server/accounts/migrations.ts'
import { eraseCredentials } from '../../server/accounts/personal-accounts.ts'
import { resendCode } from '../../server/accounts/resend-code.ts'
import { resetPassword } from '../../server/accounts/reset-password.ts'
import { revokeSession } from '../../server/accounts/revoke-session.ts'
import { revokeToken } from '../../server/accounts/revoke-token.ts'
import { signUp } from '../../server/accounts/sign-up.ts'
import { startGuestSession } from '../../server/accounts/start-guest-session.ts'
import { sweepExpiredAccess } from '../../server/accounts/sweep-expired-access.ts'
import { accountsSql } from '../../server/accounts/tables.ts'
import { updateMe } from '../../server/accounts/update-me.ts'
import { User } from '../../server/accounts/user.model.ts'
import { verifyEmail } from '../../server/accounts/verify-email.ts'
import { closeLiveCache } from '../../server/adapters/live-cache/index.ts'
import { auditMigrations } from '../../server/audit/tables.ts'
import { verifyAuditLog } from '../../server/audit/verify-audit-log.ts'
import type { UserActor } from '../../server/accounts/actor.ts'
import { newPerson, type TestPerson } from './accounts.ts'
import { startDatabases, type TestDatabases } from './databases.ts'
import { readCode, readMails } from './outbox.ts'

/** Everything that accounts ask of the SQL database; one engine a test file, as the settings are read once. */
export function accountsContract(settings: () => Promise<Record<string, string>>): void {
  let databases: TestDatabases
  const browser = { userAgent: 'test', currentSessionId: null }

  beforeAll(async () => {
    databases = await startDatabases({ ...accountMigrations, ...auditMigrations }, await settings())
  })
  afterAll(async () => {
    await closeLiveCache()
    await databases.stop()
  })

  async function enter(person: TestPerson = newPerson()) {
    await signUp(person)
    const code = await readCode(databases.dataDir, person.email)
    const session = await verifyEmail({ email: person.email, code, ...browser })
    return { person, ...session, actor: (await findSessionActor(session.sessionId)) as UserActor }
  }

  it('makes exactly one admin of 20 first accounts that verify at once', async () => {
    const people = Array.from({ length: 20 }, () => newPerson())
    for (const person of people) await signUp(person)
    const codes = await Promise.all(people.map(({ email }) => readCode(databases.dataDir, email)))
    const sessions = await Promise.all(
      people.map(({ email }, index) => verifyEmail({ email, code: codes[index]!, ...browser })),
    )
    const views = await Promise.all(sessions.map(({ userId }) => getMe(userId)))
    expect(views.filter(({ isAdmin }) => isAdmin)).toHaveLength(1)
    expect(await User.countDocuments({ isAdmin: true })).toBe(1)
    expect(await verifyAuditLog()).toMatchObject({ isIntact: true })
  })

  it('starts exactly one session from a right code used 100 times at once', async () => {
    const person = newPerson()
    await signUp(person)
    const code = await readCode(databases.dataDir, person.email)
    await closeLiveCache()
    const tries = await Promise.allSettled(
      Array.from({ length: 100 }, () => verifyEmail({ email: person.email, code, ...browser })),
    )
    const won = tries.filter((result) => result.status === 'fulfilled')
    expect(won).toHaveLength(1)
    const { userId } = won[0]!.value
    const rows = await accountsSql()
      .selectFrom('sessions')
      .select('id')
      .where('account_id', '=', userId)
      .execute()
    expect(rows).toHaveLength(1)
  })

  it('evaluates at most five guesses of a code, however many come at once', async () => {
    const person = newPerson()
    await signUp(person)
    const code = await readCode(databases.dataDir, person.email)
    const wrong = code === '000000' ? '111111' : '000000'
    const verify = (digits: string) => verifyEmail({ email: person.email, code: digits, ...browser })
    await Promise.allSettled(Array.from({ length: 20 }, () => verify(wrong)))
    await expect(verify(code)).rejects.toMatchObject({ code: 'invalid_input' })
    const { tries } = await accountsSql()
      .selectFrom('codes')
      .select('tries')
      .where('email', '=', person.email)
      .executeTakeFirstOrThrow()
    expect(tries).toBe(5)
  })

  it('lets a code work for ten minutes and no longer', async () => {
    const [early, late] = [newPerson(), newPerson()]
    for (const person of [early, late]) await signUp(person)
    const after = (minutes: number) => new Date(Date.now() + minutes * 60_000)
    const verify = async (person: TestPerson, now: Date) =>
      verifyEmail(
        { email: person.email, code: await readCode(databases.dataDir, person.email), ...browser },
        now,
      )
    await expect(verify(late, after(10.01))).rejects.toMatchObject({ code: 'invalid_input' })
    await expect(verify(early, after(9.9))).resolves.toMatchObject({ userId: expect.any(String) })
  })

  it('counts codes in the rows, too: a restart of the cache does not make room for more', async () => {
    const { person } = await enter()
    for (let sent = 1; sent < 5; sent++) await forgotPassword(person)
    await closeLiveCache()
    await expect(forgotPassword(person)).rejects.toMatchObject({ code: 'rate_limited' })
    await closeLiveCache()
    expect(await readMails(databases.dataDir, person.email)).toHaveLength(5)
    await expect(forgotPassword(person, new Date(Date.now() + 3601_000))).resolves.toBeUndefined()
  })

  it('refuses a username that another got between sign-up and verification', async () => {
    const [one, other] = [newPerson(), newPerson()]
    await signUp(one)
    const now = new Date()
    await accountsSql()
      .insertInto('accounts')
      .values({
        id: 'f'.repeat(24),
        email: other.email,
        username: one.username,
        name: 'x',
        role: 'viewer',
        password_hash: '',
        pending_profile: null,
        created_at: now.getTime(),
        disabled_at: null,
      })
      .execute()
    const code = await readCode(databases.dataDir, one.email)
    await expect(verifyEmail({ email: one.email, code, ...browser })).rejects.toMatchObject({
      code: 'conflict',
    })
    await expect(signUp(newPerson({ username: one.username }))).rejects.toMatchObject({ code: 'conflict' })
  })

  it('writes the profile that a killed process left out', async () => {
    const { userId, person } = await enter()
    await User.deleteOne({ _id: userId })
    const pending = { ...person, password: undefined, registrationDate: new Date().toISOString() }
    await accountsSql()
      .updateTable('accounts')
      .set({ pending_profile: JSON.stringify(pending) })
      .where('id', '=', userId)
      .execute()
    await logIn({ email: person.email, password: person.password, ...browser })
    expect(await getMe(userId)).toMatchObject({ username: person.username, birthDate: person.birthDate })
    expect(await User.findById(userId).lean()).toMatchObject({ firstName: person.firstName })
  })

  it('carries a person through log-in, sessions, tokens, names and a new password', async () => {
    const { person, actor, sessionId } = await enter()
    const second = await logIn({ email: person.email.toUpperCase(), password: person.password, ...browser })
    expect(await listSessions(actor)).toHaveLength(2)
    await revokeSession(actor, second.sessionId)
    await expect(revokeSession(actor, second.sessionId)).rejects.toMatchObject({ code: 'not_found' })

    const made = await createToken(actor, { name: 'script', scopes: ['write', 'read'], expiresInDays: 1 })
    expect(await findTokenActor(made.token)).toMatchObject({
      userId: actor.userId,
      scopes: ['read', 'write'],
      sessionId: null,
    })
    expect(await findTokenActor(made.token, new Date(Date.now() + 25 * 3600_000))).toBeNull()
    expect(await listTokens(actor)).toMatchObject([{ name: 'script', scopes: ['read', 'write'] }])
    await revokeToken(actor, made.id)
    expect(await findTokenActor(made.token)).toBeNull()

    await updateMe(actor, { firstName: 'Rita' })
    expect(await findSessionActor(sessionId)).toMatchObject({ name: 'Rita Silva', role: 'viewer' })

    await forgotPassword(person)
    const code = await readCode(databases.dataDir, person.email)
    await resetPassword({ email: person.email, code, password: 'a new password' })
    expect(await findSessionActor(sessionId)).toBeNull()
    const last = await logIn({ email: person.email, password: 'a new password', ...browser })
    await logOut((await findSessionActor(last.sessionId))!)
    expect(await findSessionActor(last.sessionId)).toBeNull()
  })

  it('lets a role change and a ban bite at the next request', async () => {
    const { userId, sessionId, person, actor } = await enter()
    const { token } = await createToken(actor, { name: 'x', scopes: ['read', 'write'] })
    const set = (values: object) =>
      accountsSql().updateTable('accounts').set(values).where('id', '=', userId).execute()
    await set({ role: 'moderator' })
    expect(await findSessionActor(sessionId)).toMatchObject({
      role: 'moderator',
      scopes: ['read', 'write', 'moderate'],
    })
    expect(await findTokenActor(token)).toMatchObject({ role: 'moderator', scopes: ['read', 'write'] })
    await set({ disabled_at: Date.now() })
    expect(await findSessionActor(sessionId)).toBeNull()
    expect(await findTokenActor(token)).toBeNull()
    await expect(logIn({ email: person.email, password: person.password, ...browser })).rejects.toMatchObject(
      { code: 'forbidden' },
    )
  })

  it('resends nothing, and says nothing, where no sign-up waits', async () => {
    const { person } = await enter()
    const before = await readMails(databases.dataDir, person.email)
    await resendCode(person)
    await resendCode({ email: 'stranger@example.org' })
    expect(await readMails(databases.dataDir, person.email)).toEqual(before)
    expect(await readMails(databases.dataDir, 'stranger@example.org')).toEqual([])
  })

  it('makes no more than so many guest rows for one address, and all its visitors still get in', async () => {
    const visitor = { addressGroup: '203.0.113.1', userAgent: '' }
    const sessions = []
    for (let visit = 0; visit < 200; visit++) sessions.push(await startGuestSession(visitor))
    expect(new Set(sessions.map(({ sessionId }) => sessionId)).size).toBe(121)
    expect(await findSessionActor(sessions.at(-1)!.sessionId)).toEqual({
      kind: 'guest',
      sessionId: sessions.at(-1)!.sessionId,
    })
  })

  it('sweeps what has ended and nothing else', async () => {
    const { sessionId, actor } = await enter()
    await createToken(actor, { name: 'short', scopes: ['read'], expiresInDays: 1 })
    await createToken(actor, { name: 'long', scopes: ['read'] })
    const guest = await startGuestSession({ addressGroup: '203.0.113.2', userAgent: '' })
    await signUp(newPerson())
    expect(await sweepExpiredAccess(new Date(Date.now() + 8 * 24 * 3600_000))).toBeGreaterThan(3)
    const left = (table: 'codes' | 'sign_ups') => accountsSql().selectFrom(table).select('id').execute()
    expect([await left('codes'), await left('sign_ups')]).toEqual([[], []])
    expect(await findSessionActor(sessionId)).not.toBeNull()
    expect(await findSessionActor(guest.sessionId)).toBeNull()
    expect((await listTokens(actor)).map(({ name }) => name)).toEqual(['long'])
  })

  it('keeps one account for what nobody uploaded; no one can log in as it', async () => {
    const keeper = { username: 'library', firstName: 'The', lastName: 'Library' }
    const ids = await Promise.all([ensureKeeper(keeper), ensureKeeper(keeper), ensureKeeper(keeper)])
    expect(new Set(ids).size).toBe(1)
    expect(await getMe(ids[0]!)).toMatchObject({ username: 'library', role: 'viewer', birthDate: null })
    await expect(logIn({ email: 'library@clipway.invalid', password: '', ...browser })).rejects.toMatchObject(
      { code: 'unauthenticated' },
    )
    await forgotPassword({ email: 'library@clipway.invalid' })
    expect(await readMails(databases.dataDir, 'library@clipway.invalid')).toEqual([])
  })

  it('changes address and password, and an address goes to one of two who confirm it at once', async () => {
    const [one, two] = [await enter(), await enter()]
    const { email } = newPerson()
    await changeEmail(one.actor, { email, password: one.person.password })
    const first = await readCode(databases.dataDir, email)
    await changeEmail(two.actor, { email, password: two.person.password })
    const second = await readCode(databases.dataDir, email)
    const outcomes = await Promise.allSettled([
      confirmEmail(one.actor, { code: first }),
      confirmEmail(two.actor, { code: second }),
    ])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'invalid_input' },
    })
    const passwords = { currentPassword: one.person.password, newPassword: 'another one that is new' }
    const changes = await Promise.allSettled([
      changePassword(one.actor, passwords),
      changePassword(one.actor, passwords),
    ])
    expect(changes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await findSessionActor(one.sessionId)).not.toBeNull()
  })

  it('closes an account with one statement, and never that of the last administrator', async () => {
    const [one, two] = [await enter(), await enter()]
    const setRole = (role: 'admin' | 'viewer', ids: string[]) =>
      accountsSql().updateTable('accounts').set({ role }).where('id', 'in', ids).execute()
    const before = await accountsSql()
      .selectFrom('accounts')
      .select('id')
      .where('role', '=', 'admin')
      .execute()
    const others = before.map(({ id }) => id)
    await setRole('viewer', others)
    await setRole('admin', [one.userId, two.userId])
    const outcomes = await Promise.allSettled(
      [one, two].map(({ actor, person }) => closeAccount(actor, person.password)),
    )
    await setRole('admin', others)
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const [gone, stayed] = outcomes[0]!.status === 'fulfilled' ? [one, two] : [two, one]
    expect(await findSessionActor(gone.sessionId)).toBeNull()
    expect(await findSessionActor(stayed.sessionId)).not.toBeNull()
    expect(await findClosedAccounts()).toEqual([gone.userId])
    await eraseCredentials(gone.userId)
    await eraseCredentials(stayed.userId)
    expect(await findClosedAccounts()).toEqual([])
    expect(await findSessionActor(stayed.sessionId)).not.toBeNull()
  })
}
