import type { Transaction } from 'kysely'
import { systemClock } from '../adapters/clock/index.ts'
import { getMailer } from '../adapters/mailer/index.ts'
import { record } from '../audit/record.ts'
import { Conflict } from '../errors.ts'
import { accountDeletedMail } from './account-mails.ts'
import type { UserActor } from './actor.ts'
import { confirmPassword, type ConfirmedAccount } from './confirm-password.ts'
import { inEvenTime } from './even-time.ts'
import { accountsSql, type AccountTables } from './tables.ts'

/**
 * Closes the account for good: from the one statement on that marks it, no session, token or password opens it. What is
 * of its owner goes afterwards; `findClosedAccounts` knows of those that are not done.
 * @throws Forbidden, RateLimited as `confirmPassword`; Conflict for the only administrator
 */
export async function closeAccount(
  actor: UserActor,
  password: string,
  now = systemClock.now(),
): Promise<void> {
  const account = await confirmPassword(actor, password, 'password')
  if (account.role === 'admin') await requireOtherAdmin(actor.userId)
  await record(actor, {
    action: 'DELETE_ACCOUNT',
    target: `user:${actor.userId}`,
    changes: { username: account.username },
  })
  await accountsSql()
    .transaction()
    .execute((trx) => markClosed(trx, account, now))
  await inEvenTime(() => getMailer().send(accountDeletedMail(account.email)))
}

/** Accounts whose owners deleted them and of which something may be left. */
export async function findClosedAccounts(): Promise<string[]> {
  const rows = await accountsSql()
    .selectFrom('accounts')
    .select('id')
    .where('deleted_at', 'is not', null)
    .limit(1000)
    .execute()
  return rows.map(({ id }) => id)
}

export async function isClosed(userId: string): Promise<boolean> {
  const row = await accountsSql()
    .selectFrom('accounts')
    .select('deleted_at')
    .where('id', '=', userId)
    .executeTakeFirst()
  return row?.deleted_at != null
}

async function markClosed(trx: Transaction<AccountTables>, account: ConfirmedAccount, now: Date) {
  // touches every administrator's row, so that of two who leave at the same moment the second sees the first gone
  if (account.role === 'admin') {
    await trx.updateTable('accounts').set({ role: 'admin' }).where('role', '=', 'admin').execute()
    await requireOtherAdmin(account.id, trx)
  }
  const time = now.getTime()
  const { numUpdatedRows } = await trx
    .updateTable('accounts')
    .set({ deleted_at: time, disabled_at: time, password_hash: '', pending_profile: null })
    .where('id', '=', account.id)
    .where('password_hash', '=', account.password_hash)
    .executeTakeFirst()
  if (numUpdatedRows !== 1n) throw new Conflict('Your password was changed from elsewhere. Log in again.')
}

async function requireOtherAdmin(
  userId: string,
  db = accountsSql() as Pick<Transaction<AccountTables>, 'selectFrom'>,
) {
  const other = await db
    .selectFrom('accounts')
    .select('id')
    .where('role', '=', 'admin')
    .where('disabled_at', 'is', null)
    .where('id', '<>', userId)
    .limit(1)
    .executeTakeFirst()
  if (!other)
    throw new Conflict(
      'You are the only administrator of this site. Make somebody else an administrator first, then delete your account.',
    )
}
