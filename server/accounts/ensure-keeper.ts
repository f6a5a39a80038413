import mongoose from 'mongoose'
import { accountsSql } from './tables.ts'
import { systemClock } from '../adapters/clock/index.ts'
import { Conflict } from '../errors.ts'
import { writePendingProfile } from './write-profile.ts'

/**
 * The account that owns videos which nobody uploaded (an import, demo content). It has no password, so nobody can log in
 * as it, and it does not count as the installation's first account. Same username, same account. Gives its id.
 * @throws Conflict when a person has the username
 */
export async function ensureKeeper(keeper: {
  username: string
  firstName: string
  lastName: string
}): Promise<string> {
  const now = systemClock.now()
  const email = `${keeper.username}@clipway.invalid`
  await accountsSql()
    .insertInto('accounts')
    .values({
      id: new mongoose.Types.ObjectId().toHexString(),
      email,
      username: keeper.username,
      name: `${keeper.firstName} ${keeper.lastName}`,
      role: 'viewer',
      password_hash: '',
      pending_profile: JSON.stringify({
        ...keeper,
        email,
        registrationDate: now.toISOString(),
        isAdmin: false,
      }),
      created_at: now.getTime(),
      disabled_at: null,
      deleted_at: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const account = await accountsSql()
    .selectFrom('accounts')
    .select('id')
    .where('email', '=', email)
    .executeTakeFirst()
  if (!account) throw new Conflict(`A person has the username ${keeper.username}.`)
  await writePendingProfile(account.id)
  return account.id
}
