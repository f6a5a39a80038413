import { systemClock } from '../adapters/clock/index.ts'
import { getMailer } from '../adapters/mailer/index.ts'
import { record } from '../audit/record.ts'
import { passwordChangedMail } from './account-mails.ts'
import { checkCode, useCode, wrongCode } from './check-code.ts'
import { inEvenTime } from './even-time.ts'
import { normalizeEmail } from './normalize-email.ts'
import { hashPassword } from './password-hash.ts'
import { accountsSql } from './tables.ts'

/**
 * Sets the new password and ends every session and token: whoever knew the old one is out.
 * @throws InvalidInput for a code that does not work
 */
export async function resetPassword(
  input: { email: string; code: string; password: string },
  now = systemClock.now(),
): Promise<void> {
  const email = normalizeEmail(input.email)
  const code = await checkCode({ purpose: 'reset', email, code: input.code }, now)
  const passwordHash = await hashPassword(input.password)
  const account = await accountsSql()
    .transaction()
    .execute(async (trx) => {
      await useCode(trx, code, now)
      await trx.deleteFrom('sessions').where('account_id', '=', code.subjectId).execute()
      await trx.deleteFrom('api_tokens').where('account_id', '=', code.subjectId).execute()
      return trx
        .updateTable('accounts')
        .set({ password_hash: passwordHash })
        .where('id', '=', code.subjectId)
        .returning(['id', 'name'])
        .executeTakeFirst()
    })
  if (!account) throw wrongCode()
  await record(
    { kind: 'user', userId: account.id, name: account.name },
    { action: 'RESET_PASSWORD', target: `user:${account.id}` },
  )
  await inEvenTime(() => getMailer().send(passwordChangedMail(email)))
}
