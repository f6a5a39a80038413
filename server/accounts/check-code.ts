import { timingSafeEqual } from 'node:crypto'
import type { Transaction } from 'kysely'
import { CODE_TRIES } from '#shared/accounts'
import { InvalidInput } from '../errors.ts'
import { inEvenTime } from './even-time.ts'
import { hashCode } from './issue-code.ts'
import { limitAttempts } from './limit-attempts.ts'
import { accountsSql, type AccountTables, type CodePurpose } from './tables.ts'

export interface CheckedCode {
  id: string
  subjectId: string
}

/**
 * Finds the living code that these digits open. The try is charged to every living code of the address before anything
 * is compared, so a hundred guesses at once are five.
 * `subjectId`: only codes of this account, where the caller is known.
 * @throws InvalidInput when there is none; equally for wrong, used, expired and never sent
 */
export async function checkCode(
  given: { purpose: CodePurpose; email: string; code: string; subjectId?: string },
  now: Date,
): Promise<CheckedCode> {
  await limitAttempts({ kind: 'code', email: given.email })
  const charged = await accountsSql()
    .updateTable('codes')
    .set((eb) => ({ tries: eb('tries', '+', 1) }))
    .where('email', '=', given.email)
    .where('purpose', '=', given.purpose)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now.getTime())
    .where('tries', '<', CODE_TRIES)
    .$if(given.subjectId !== undefined, (query) => query.where('subject_id', '=', given.subjectId!))
    .returning(['id', 'code_hash', 'subject_id'])
    .execute()
  const match = charged.find(({ id, code_hash }) =>
    timingSafeEqual(Buffer.from(code_hash), Buffer.from(hashCode(given.purpose, id, given.code))),
  )
  if (match?.subject_id) return { id: match.id, subjectId: match.subject_id }
  await inEvenTime(undefined)
  throw wrongCode()
}

/**
 * Spends the code; of all that hold it only one gets through.
 * @throws InvalidInput for the others
 */
export async function useCode(trx: Transaction<AccountTables>, code: CheckedCode, now: Date): Promise<void> {
  const { numUpdatedRows } = await trx
    .updateTable('codes')
    .set({ used_at: now.getTime() })
    .where('id', '=', code.id)
    .where('used_at', 'is', null)
    .executeTakeFirst()
  if (numUpdatedRows !== 1n) throw wrongCode()
}

export function wrongCode(): InvalidInput {
  return new InvalidInput('This code is wrong or no longer works. Ask for a new one.')
}
