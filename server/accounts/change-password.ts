import type { z } from 'zod'
import type { ChangePasswordBody } from '#shared/accounts'
import { getMailer } from '../adapters/mailer/index.ts'
import { record } from '../audit/record.ts'
import { Conflict } from '../errors.ts'
import { passwordChangedMail } from './account-mails.ts'
import type { UserActor } from './actor.ts'
import { confirmPassword } from './confirm-password.ts'
import { inEvenTime } from './even-time.ts'
import { hashPassword } from './password-hash.ts'
import { accountsSql } from './tables.ts'

/**
 * Sets the new password and ends every other session and every token: whoever knew the old one is out.
 * @throws Forbidden, RateLimited as `confirmPassword`; Conflict when it was changed from elsewhere meanwhile
 */
export async function changePassword(
  actor: UserActor,
  input: z.infer<typeof ChangePasswordBody>,
): Promise<void> {
  const account = await confirmPassword(actor, input.currentPassword, 'currentPassword')
  const passwordHash = await hashPassword(input.newPassword)
  await record(actor, { action: 'CHANGE_PASSWORD', target: `user:${actor.userId}` })
  await accountsSql()
    .transaction()
    .execute(async (trx) => {
      const { numUpdatedRows } = await trx
        .updateTable('accounts')
        .set({ password_hash: passwordHash })
        .where('id', '=', actor.userId)
        .where('password_hash', '=', account.password_hash)
        .executeTakeFirst()
      if (numUpdatedRows !== 1n) throw new Conflict('Your password was changed from elsewhere. Log in again.')
      await trx
        .deleteFrom('sessions')
        .where('account_id', '=', actor.userId)
        .where('id', '<>', actor.sessionId ?? '')
        .execute()
      await trx.deleteFrom('api_tokens').where('account_id', '=', actor.userId).execute()
      // a code for a new password, or for another address, that was asked for with the old one
      await trx.deleteFrom('codes').where('subject_id', '=', actor.userId).execute()
    })
  await inEvenTime(() => getMailer().send(passwordChangedMail(account.email)))
}
