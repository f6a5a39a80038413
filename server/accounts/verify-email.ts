import type { Selectable, Transaction } from 'kysely'
import mongoose from 'mongoose'
import type { Role } from '#shared/accounts'
import { systemClock } from '../adapters/clock/index.ts'
import { record } from '../audit/record.ts'
import { Conflict } from '../errors.ts'
import { checkCode, useCode, wrongCode, type CheckedCode } from './check-code.ts'
import { normalizeEmail } from './normalize-email.ts'
import { endSession, startSession, type StartedSession } from './start-session.ts'
import { accountsSql, type AccountTables, type SignUpsTable } from './tables.ts'
import { writePendingProfile } from './write-profile.ts'

export interface Entrance {
  email: string
  userAgent: string
  /** The session that the request came with; it ends. */
  currentSessionId: string | null
}

/**
 * Makes the account of the sign-up that the code belongs to, and a session for it. The first account of an installation
 * becomes its admin.
 * @throws InvalidInput for a code that does not work; Conflict when the address or username got an account meanwhile
 */
export async function verifyEmail(
  input: Entrance & { code: string },
  now = systemClock.now(),
): Promise<StartedSession & { userId: string }> {
  const email = normalizeEmail(input.email)
  const code = await checkCode({ purpose: 'verify', email, code: input.code }, now)
  const made = await accountsSql()
    .transaction()
    .execute(async (trx) => {
      const account = await makeAccount(trx, code, now)
      await endSession(trx, input.currentSessionId)
      const session = await startSession(trx, { accountId: account.userId, userAgent: input.userAgent }, now)
      return { ...account, ...session }
    })
  await writePendingProfile(made.userId)
  const doer = { kind: 'user', userId: made.userId, name: made.name } as const
  const target = `user:${made.userId}`
  await Promise.all([
    record(doer, { action: 'SIGN_UP', target, changes: { username: made.username, role: made.role } }),
    record(doer, { action: 'VERIFY_EMAIL', target }),
  ])
  return { userId: made.userId, sessionId: made.sessionId, maxAgeSeconds: made.maxAgeSeconds }
}

async function makeAccount(trx: Transaction<AccountTables>, code: CheckedCode, now: Date) {
  await useCode(trx, code, now)
  const signUp = await trx
    .deleteFrom('sign_ups')
    .where('id', '=', code.subjectId)
    .where('expires_at', '>', now.getTime())
    .returningAll()
    .executeTakeFirst()
  if (!signUp) throw wrongCode()
  const userId = new mongoose.Types.ObjectId().toHexString()
  const role = await claimRole(trx, userId)
  const name = `${signUp.first_name} ${signUp.last_name}`
  const account = await trx
    .insertInto('accounts')
    .values({
      id: userId,
      email: signUp.email,
      username: signUp.username,
      name,
      role,
      password_hash: signUp.password_hash,
      pending_profile: JSON.stringify(profileOf(signUp, role, now)),
      created_at: now.getTime(),
      disabled_at: null,
      deleted_at: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!account)
    throw new Conflict('This address or username got an account meanwhile. Log in, or sign up with another.')
  return { userId, username: signUp.username, name, role }
}

/** Of all that verify at once on an empty installation one row gets in. */
async function claimRole(trx: Transaction<AccountTables>, userId: string): Promise<Role> {
  const claimed = await trx
    .insertInto('installation')
    .values({ key: 'first_admin', value: userId })
    .onConflict((conflict) => conflict.doNothing())
    .returning('key')
    .executeTakeFirst()
  return claimed ? 'admin' : 'viewer'
}

function profileOf(signUp: Selectable<SignUpsTable>, role: Role, now: Date) {
  return {
    firstName: signUp.first_name,
    lastName: signUp.last_name,
    username: signUp.username,
    email: signUp.email,
    birthDate: signUp.birth_date,
    registrationDate: now.toISOString(),
    lastLoginDate: now.toISOString(),
    isAdmin: role === 'admin',
  }
}
