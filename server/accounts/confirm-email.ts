import { systemClock } from '../adapters/clock/index.ts'
import { getMailer } from '../adapters/mailer/index.ts'
import { isUniqueViolation } from '../adapters/sql/sql-error.ts'
import { record } from '../audit/record.ts'
import { addressChangedMail } from './account-mails.ts'
import type { UserActor } from './actor.ts'
import { checkCode, useCode, wrongCode, type CheckedCode } from './check-code.ts'
import { inEvenTime } from './even-time.ts'
import { accountsSql } from './tables.ts'
import { changeAccount, writePendingProfile } from './write-profile.ts'

/**
 * Makes the address that the code was sent to the account's own. Codes sent to the old one open nothing any more.
 * @throws InvalidInput equally for a code that does not work and an address that got an account meanwhile
 */
export async function confirmEmail(
  actor: UserActor,
  input: { code: string },
  now = systemClock.now(),
): Promise<void> {
  const email = await findAskedFor(actor.userId, now)
  if (email === undefined) {
    await inEvenTime(undefined)
    throw wrongCode()
  }
  const subjectId = actor.userId
  const code = await checkCode({ purpose: 'email', email, code: input.code, subjectId }, now)
  const before = await accountsSql()
    .selectFrom('accounts')
    .select('email')
    .where('id', '=', actor.userId)
    .executeTakeFirstOrThrow()
  await record(actor, {
    action: 'CHANGE_EMAIL',
    target: `user:${actor.userId}`,
    changes: { before: before.email, after: email },
  })
  await takeAddress(actor.userId, email, code, now)
  await writePendingProfile(actor.userId)
  await inEvenTime(() => getMailer().send(addressChangedMail(before.email)))
}

async function takeAddress(userId: string, email: string, code: CheckedCode, now: Date): Promise<void> {
  try {
    await accountsSql()
      .transaction()
      .execute(async (trx) => {
        await useCode(trx, code, now)
        await changeAccount(userId, { email }, { email }, trx)
        await trx.deleteFrom('codes').where('subject_id', '=', userId).execute()
      })
  } catch (error) {
    throw isUniqueViolation(error) ? wrongCode() : error
  }
}

/** The address of the newest code that still works. */
async function findAskedFor(userId: string, now: Date): Promise<string | undefined> {
  const row = await accountsSql()
    .selectFrom('codes')
    .select('email')
    .where('subject_id', '=', userId)
    .where('purpose', '=', 'email')
    .where('used_at', 'is', null)
    .where('expires_at', '>', now.getTime())
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.email
}
