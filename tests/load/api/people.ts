import { randomUUID } from 'node:crypto'
import { hashToken, TOKEN_PREFIX } from '../../../server/accounts/find-token.ts'
import { accountsSql } from '../../../server/accounts/tables.ts'
import { userId } from '../seed/ids.ts'
import { BUSY_PEOPLE } from '../seed/people-things.ts'

export interface BenchPerson {
  id: string
  token: string
}

/** Accounts for the busiest people of a seeded site, each with a new token. */
export async function letIn(): Promise<BenchPerson[]> {
  const people = Array.from({ length: BUSY_PEOPLE }, (_, index) => ({
    id: userId(index).toHexString(),
    username: `user-${index}`,
    token: TOKEN_PREFIX + randomUUID(),
  }))
  const now = Date.now()
  await accountsSql()
    .transaction()
    .execute(async (db) => {
      await db.deleteFrom('api_tokens').where('name', '=', 'bench').execute()
      for (const { id, username, token } of people) {
        const account = { id, username, email: `${username}@example.org`, name: username, role: 'viewer' as const, password_hash: '', created_at: now } // prettier-ignore
        await db
          .insertInto('accounts')
          .values(account)
          .onConflict((conflict) => conflict.doNothing())
          .execute()
        const row = { id: randomUUID(), account_id: id, name: 'bench', token_hash: hashToken(token), scopes: 'read write', created_at: now, last_used_at: now } // prettier-ignore
        await db.insertInto('api_tokens').values(row).execute()
      }
    })
  return people.map(({ id, token }) => ({ id, token }))
}
