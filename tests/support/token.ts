import { randomUUID } from 'node:crypto'
import { Types } from 'mongoose'
import type { Role } from '#shared/accounts'
import { hashToken, TOKEN_PREFIX } from '../../server/accounts/find-token.ts'
import { accountsSql } from '../../server/accounts/tables.ts'

export interface TestAccount {
  userId: string
  token: string
}

/** Somebody with an account and an API token that may read and write. */
export async function makeAccount(role: Role = 'viewer'): Promise<TestAccount> {
  const userId = new Types.ObjectId().toHexString()
  const token = TOKEN_PREFIX + randomUUID()
  const account = {
    id: userId,
    email: `${userId}@example.org`,
    username: `user-${userId}`,
    name: 'Maria Silva',
    role,
    password_hash: '',
    created_at: Date.now(),
  }
  await accountsSql().insertInto('accounts').values(account).execute()
  const row = {
    id: randomUUID(),
    account_id: userId,
    name: 'test',
    token_hash: hashToken(token),
    scopes: 'read write',
    created_at: Date.now(),
  }
  await accountsSql().insertInto('api_tokens').values(row).execute()
  return { userId, token }
}
