import { systemClock } from '../adapters/clock/index.ts'
import { record } from '../audit/record.ts'
import { Forbidden, Unauthenticated } from '../errors.ts'
import { inEvenTime } from './even-time.ts'
import { giveBackAttempt, limitAttempts } from './limit-attempts.ts'
import { normalizeEmail } from './normalize-email.ts'
import { verifyPassword } from './password-hash.ts'
import { endSession, startSession, type StartedSession } from './start-session.ts'
import { accountsSql } from './tables.ts'
import { User } from './user.model.ts'
import type { Entrance } from './verify-email.ts'
import { writePendingProfile } from './write-profile.ts'

/**
 * @throws Unauthenticated equally for an unknown address and a wrong password; RateLimited after ten wrong passwords
 * @throws Forbidden for the right password of a disabled account
 */
export async function logIn(
  input: Entrance & { password: string },
  now = systemClock.now(),
): Promise<StartedSession & { userId: string }> {
  const email = normalizeEmail(input.email)
  const account = await findAccount(email)
  const attempt = { kind: 'login', email, of: account?.password_hash } as const
  await limitAttempts(attempt)
  const isRight = await verifyPassword(account?.password_hash, input.password)
  if (!account || !isRight) {
    await inEvenTime(account && (() => recordFailure(account)))
    throw new Unauthenticated('The e-mail address or the password is wrong.')
  }
  if (account.disabled_at !== null)
    throw new Forbidden('This account is disabled. Write to the people who run this site.')

  await giveBackAttempt(attempt)
  await writePendingProfile(account.id)
  await User.updateOne({ _id: account.id }, { lastLoginDate: now })
  // before the session exists: nobody is logged in that the log does not know of
  await record(
    { kind: 'user', userId: account.id, name: account.name },
    { action: 'LOGIN', target: `user:${account.id}` },
  )
  const session = await accountsSql()
    .transaction()
    .execute(async (trx) => {
      await endSession(trx, input.currentSessionId)
      return startSession(trx, { accountId: account.id, userAgent: input.userAgent }, now)
    })
  return { ...session, userId: account.id }
}

function findAccount(email: string) {
  return accountsSql()
    .selectFrom('accounts')
    .select(['id', 'name', 'password_hash', 'disabled_at'])
    .where('email', '=', email)
    .executeTakeFirst()
}

function recordFailure(account: { id: string; name: string }): Promise<number> {
  return record(
    { kind: 'user', userId: account.id, name: account.name },
    { action: 'LOGIN_FAILED', target: `user:${account.id}` },
  )
}
