import { createHmac, randomInt, randomUUID } from 'node:crypto'
import type { Transaction } from 'kysely'
import { CODE_DIGITS, CODE_MINUTES } from '#shared/accounts'
import { derivedKey } from '../derived-key.ts'
import { limitAttempts, tooMany } from './limit-attempts.ts'
import { accountsSql, type AccountTables, type CodePurpose } from './tables.ts'

const HOUR_MS = 3600_000
const CODES_PER_HOUR = 5

/**
 * At most five codes an hour for one address. The cache decides between requests that come at once; the rows are counted
 * too, because a restart empties the cache.
 * @throws RateLimited
 */
export async function limitCodes(email: string, now: Date): Promise<void> {
  await limitAttempts({ kind: 'mail', email })
  const rows = await accountsSql()
    .selectFrom('codes')
    .select('created_at')
    .where('email', '=', email)
    .where('created_at', '>', now.getTime() - HOUR_MS)
    .orderBy('created_at')
    .execute()
  if (rows.length >= CODES_PER_HOUR) throw tooMany((rows[0]!.created_at + HOUR_MS - now.getTime()) / 1000)
}

/** Gives the six digits, which are stored nowhere. Without a subject the row keeps up appearances and opens nothing. */
export async function issueCode(
  trx: Transaction<AccountTables>,
  code: { purpose: CodePurpose; email: string; subjectId: string | null },
  now: Date,
): Promise<string> {
  const id = randomUUID()
  const digits = randomInt(10 ** CODE_DIGITS)
    .toString()
    .padStart(CODE_DIGITS, '0')
  await trx
    .insertInto('codes')
    .values({
      id,
      purpose: code.purpose,
      email: code.email,
      subject_id: code.subjectId,
      code_hash: hashCode(code.purpose, id, digits),
      tries: 0,
      created_at: now.getTime(),
      expires_at: now.getTime() + CODE_MINUTES * 60_000,
      used_at: null,
    })
    .execute()
  return digits
}

/** A million possible codes are searched at once, so a plain hash would hide nothing: the key is not in the database. */
export function hashCode(purpose: CodePurpose, id: string, digits: string): string {
  return createHmac('sha256', derivedKey('account-codes'))
    .update(`${purpose}:${id}:${digits}`)
    .digest('base64url')
}
