import { accountsSql } from './tables.ts'
import { forgetPerson } from './find-people.ts'
import { erasePictures } from './picture.ts'
import { User } from './user.model.ts'
import { getMe } from './get-me.ts'

/** The profile as its owner sees it. */
export async function* exportProfileBy(userId: string): AsyncIterable<object> {
  yield await getMe(userId)
}

/** Without their ids: whoever has one is logged in. */
export async function* exportSessionsBy(userId: string): AsyncIterable<object> {
  const rows = await accountsSql()
    .selectFrom('sessions')
    .select(['user_agent', 'created_at', 'last_seen_at', 'expires_at'])
    .where('account_id', '=', userId)
    .orderBy('created_at')
    .execute()
  for (const row of rows) {
    yield {
      userAgent: row.user_agent,
      createdAt: new Date(row.created_at),
      lastSeenAt: new Date(row.last_seen_at),
      expiresAt: new Date(row.expires_at),
    }
  }
}

/** Names and scopes; of the token itself only a hash is kept, which stays here. */
export async function* exportTokensBy(userId: string): AsyncIterable<object> {
  const rows = await accountsSql()
    .selectFrom('api_tokens')
    .select(['name', 'scopes', 'created_at', 'expires_at', 'last_used_at'])
    .where('account_id', '=', userId)
    .orderBy('created_at')
    .execute()
  for (const row of rows) {
    yield {
      name: row.name,
      scopes: row.scopes.split(' '),
      createdAt: new Date(row.created_at),
      expiresAt: row.expires_at === null ? null : new Date(row.expires_at),
      lastUsedAt: row.last_used_at === null ? null : new Date(row.last_used_at),
    }
  }
}

/** The picture's bytes go before the profile that knows of them. */
export async function eraseProfile(userId: string): Promise<void> {
  await erasePictures(userId)
  await User.deleteOne({ _id: userId })
  forgetPerson(userId)
}

/** The very last: the row with the mark is what a run that was cut is found by. */
export async function eraseCredentials(userId: string): Promise<void> {
  await accountsSql()
    .transaction()
    .execute(async (trx) => {
      const account = await trx
        .deleteFrom('accounts')
        .where('id', '=', userId)
        .where('deleted_at', 'is not', null)
        .returning('email')
        .executeTakeFirst()
      if (!account) return
      // sessions and tokens go with the row; codes and sign-ups have no reference to it
      await trx.deleteFrom('codes').where('subject_id', '=', userId).execute()
      await trx.deleteFrom('codes').where('email', '=', account.email).execute()
      await trx.deleteFrom('sign_ups').where('email', '=', account.email).execute()
    })
}
