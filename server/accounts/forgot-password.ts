import { systemClock } from '../adapters/clock/index.ts'
import { getMailer } from '../adapters/mailer/index.ts'
import { resetMail } from './account-mails.ts'
import { inEvenTime } from './even-time.ts'
import { issueCode, limitCodes } from './issue-code.ts'
import { normalizeEmail } from './normalize-email.ts'
import { accountsSql } from './tables.ts'

/**
 * Mails a code for a new password; same answer and time when the address has no account.
 * @throws RateLimited after five codes in an hour
 */
export async function forgotPassword(input: { email: string }, now = systemClock.now()): Promise<void> {
  const email = normalizeEmail(input.email)
  await limitCodes(email, now)
  const account = await accountsSql()
    .selectFrom('accounts')
    .select('id')
    .where('email', '=', email)
    .where('password_hash', '<>', '')
    .executeTakeFirst()
  const code = await accountsSql()
    .transaction()
    .execute((trx) => issueCode(trx, { purpose: 'reset', email, subjectId: account?.id ?? null }, now))
  await inEvenTime(account && (() => getMailer().send(resetMail(email, code))))
}
