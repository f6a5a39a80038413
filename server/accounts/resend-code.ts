import { systemClock } from '../adapters/clock/index.ts'
import { getMailer } from '../adapters/mailer/index.ts'
import { verifyMail } from './account-mails.ts'
import { inEvenTime } from './even-time.ts'
import { issueCode, limitCodes } from './issue-code.ts'
import { normalizeEmail } from './normalize-email.ts'
import { accountsSql } from './tables.ts'

/**
 * Mails another code for the newest sign-up that waits under this address; the earlier codes go on working. Same answer
 * and time when none waits.
 * @throws RateLimited after five codes in an hour
 */
export async function resendCode(input: { email: string }, now = systemClock.now()): Promise<void> {
  const email = normalizeEmail(input.email)
  await limitCodes(email, now)
  const signUp = await accountsSql()
    .selectFrom('sign_ups')
    .leftJoin('accounts', 'accounts.email', 'sign_ups.email')
    .select(['sign_ups.id', 'sign_ups.username'])
    .where('sign_ups.email', '=', email)
    .where('sign_ups.expires_at', '>', now.getTime())
    .where('accounts.id', 'is', null)
    .orderBy('sign_ups.created_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  const code = await accountsSql()
    .transaction()
    .execute((trx) => issueCode(trx, { purpose: 'verify', email, subjectId: signUp?.id ?? null }, now))
  await inEvenTime(signUp && (() => getMailer().send(verifyMail(email, { username: signUp.username, code }))))
}
