import type { z } from 'zod'
import type { ChangeEmailBody } from '#shared/accounts'
import { systemClock } from '../adapters/clock/index.ts'
import { getMailer } from '../adapters/mailer/index.ts'
import { Conflict } from '../errors.ts'
import { addressChangeAskedMail, addressTakenMail, newAddressMail } from './account-mails.ts'
import type { UserActor } from './actor.ts'
import { confirmPassword } from './confirm-password.ts'
import { inEvenTime } from './even-time.ts'
import { issueCode, limitCodes } from './issue-code.ts'
import { limitAttempts } from './limit-attempts.ts'
import { normalizeEmail } from './normalize-email.ts'
import { accountsSql } from './tables.ts'

/**
 * Mails a code to the new address and a notice to the old one; nothing changes until the code comes back. For an address
 * that has an account everything is the same, row for row, but its owner gets a hint and the code goes to nobody.
 * @throws Forbidden, RateLimited as `confirmPassword`; Conflict for the address that the account has already
 */
export async function changeEmail(
  actor: UserActor,
  input: z.infer<typeof ChangeEmailBody>,
  now = systemClock.now(),
): Promise<void> {
  const account = await confirmPassword(actor, input.password, 'password')
  const email = normalizeEmail(input.email)
  if (email === account.email)
    throw new Conflict('This is your address already.', {
      details: [{ path: 'email', message: 'This is your address already.' }],
    })
  // by the account too, or it could write to any number of strangers
  await limitAttempts({ kind: 'mail', email: account.email, of: 'new address' })
  await limitCodes(email, now)
  const isTaken = await hasAccount(email)
  const code = await accountsSql()
    .transaction()
    .execute((trx) => issueCode(trx, { purpose: 'email', email, subjectId: actor.userId }, now))
  await inEvenTime(async () => {
    const { username } = account
    await getMailer().send(isTaken ? addressTakenMail(email) : newAddressMail(email, { username, code }))
    await getMailer().send(addressChangeAskedMail(account.email))
  })
}

async function hasAccount(email: string): Promise<boolean> {
  const account = await accountsSql()
    .selectFrom('accounts')
    .select('id')
    .where('email', '=', email)
    .executeTakeFirst()
  return account !== undefined
}
