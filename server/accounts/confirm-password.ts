import { record } from '../audit/record.ts'
import { Forbidden, Unauthenticated } from '../errors.ts'
import type { UserActor } from './actor.ts'
import { inEvenTime } from './even-time.ts'
import { giveBackAttempt, limitAttempts } from './limit-attempts.ts'
import { verifyPassword } from './password-hash.ts'
import { accountsSql } from './tables.ts'

export interface ConfirmedAccount {
  id: string
  email: string
  username: string
  role: string
  /** As it was when it was confirmed: expect it again where the account is written. */
  password_hash: string
}

/**
 * Asks for the password once more, before what cannot be taken back: a session may have been left open. Wrong ones count
 * with those of the log-in. `field` is where a form shows the refusal.
 * @throws Forbidden for a wrong password; RateLimited after ten
 */
export async function confirmPassword(
  actor: UserActor,
  password: string,
  field: 'password' | 'currentPassword',
): Promise<ConfirmedAccount> {
  const account = await accountsSql()
    .selectFrom('accounts')
    .select(['id', 'email', 'username', 'role', 'password_hash'])
    .where('id', '=', actor.userId)
    .where('disabled_at', 'is', null)
    .executeTakeFirst()
  if (!account) throw new Unauthenticated('This account is gone.')
  const attempt = { kind: 'login', email: account.email, of: account.password_hash } as const
  await limitAttempts(attempt)
  if (!(await verifyPassword(account.password_hash, password))) {
    await inEvenTime(() => record(actor, { action: 'LOGIN_FAILED', target: `user:${actor.userId}` }))
    throw new Forbidden('This is not your password.', {
      details: [{ path: field, message: 'This is not your password.' }],
    })
  }
  await giveBackAttempt(attempt)
  return account
}
