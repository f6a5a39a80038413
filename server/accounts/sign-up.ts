import { randomUUID } from 'node:crypto'
import type { SignupBody } from '#shared/accounts'
import { systemClock } from '../adapters/clock/index.ts'
import { getMailer } from '../adapters/mailer/index.ts'
import { Conflict } from '../errors.ts'
import { alreadySignedUpMail, verifyMail } from './account-mails.ts'
import { inEvenTime } from './even-time.ts'
import { issueCode, limitCodes } from './issue-code.ts'
import { normalizeEmail } from './normalize-email.ts'
import { hashPassword } from './password-hash.ts'
import { accountsSql } from './tables.ts'

/** The username is kept for the person this long. */
const SIGN_UP_LIVES_MS = 3600_000

/**
 * Keeps the sign-up until its code comes back, and mails the code. For an address that has an account everything is the
 * same, row for row, but its owner gets a hint and the code goes to nobody.
 * @throws Conflict when the username is taken; RateLimited after five codes in an hour
 */
export async function signUp(input: SignupBody, now = systemClock.now()): Promise<void> {
  const email = normalizeEmail(input.email)
  await requireFreeUsername(input.username, email, now)
  await limitCodes(email, now)
  const passwordHash = await hashPassword(input.password)
  const isKnown = await hasAccount(email)
  const code = await accountsSql()
    .transaction()
    .execute(async (trx) => {
      const id = randomUUID()
      await trx
        .insertInto('sign_ups')
        .values({
          id,
          email,
          username: input.username,
          first_name: input.firstName,
          last_name: input.lastName,
          birth_date: input.birthDate,
          password_hash: passwordHash,
          created_at: now.getTime(),
          expires_at: now.getTime() + SIGN_UP_LIVES_MS,
        })
        .execute()
      return issueCode(trx, { purpose: 'verify', email, subjectId: id }, now)
    })
  const mail = isKnown ? alreadySignedUpMail(email) : verifyMail(email, { username: input.username, code })
  await inEvenTime(() => getMailer().send(mail))
}

async function requireFreeUsername(username: string, email: string, now: Date): Promise<void> {
  const taken = await accountsSql()
    .selectFrom('accounts')
    .select('id')
    .where('username', '=', username)
    .unionAll((eb) =>
      eb
        .selectFrom('sign_ups')
        .select('id')
        .where('username', '=', username)
        .where('email', '<>', email)
        .where('expires_at', '>', now.getTime()),
    )
    .limit(1)
    .executeTakeFirst()
  if (taken)
    throw new Conflict('This username is taken. Choose another one.', {
      details: [{ path: 'username', message: 'is taken' }],
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
