import type { Kysely, Updateable } from 'kysely'
import { z } from 'zod'
import { Conflict } from '../errors.ts'
import { forgetPerson } from './find-people.ts'
import { accountsSql, type AccountTables, type AccountsTable } from './tables.ts'
import { User } from './user.model.ts'

/** What may wait in `accounts.pending_profile`. */
const PendingProfile = z.partialRecord(
  z.enum([
    'firstName', 'lastName', 'username', 'email', 'birthDate', 'registrationDate', 'lastLoginDate', 'isAdmin',
  ]), // prettier-ignore
  z.union([z.string(), z.boolean()]),
)
export type PendingProfile = z.infer<typeof PendingProfile>

/**
 * Brings what the SQL account still holds over into `users`. A process that is killed in between leaves it waiting; it
 * is done at the next log-in or look at the profile then. Doing it twice changes nothing.
 */
export async function writePendingProfile(userId: string): Promise<void> {
  const pending = await findPending(userId)
  if (pending === null) return
  const fields = PendingProfile.parse(JSON.parse(pending))
  await User.updateOne({ _id: userId }, { $set: fields }, { upsert: true, setDefaultsOnInsert: true })
  forgetPerson(userId)
  await accountsSql()
    .updateTable('accounts')
    .set({ pending_profile: null })
    .where('id', '=', userId)
    // a later change that waits meanwhile is not lost
    .where('pending_profile', '=', pending)
    .execute()
}

const CHANGE_TRIES = 5

/**
 * Changes the account, and leaves what the profile repeats of it to be brought over. What waits already is kept: two
 * changes at once both arrive.
 * @throws Conflict when other changes keep coming in between, or the account is gone
 */
export async function changeAccount(
  userId: string,
  account: Updateable<AccountsTable>,
  profile: PendingProfile,
  db: Kysely<AccountTables> = accountsSql(),
): Promise<void> {
  for (let attempt = 1; attempt <= CHANGE_TRIES; attempt++) {
    const before = await findPending(userId, db)
    const pending = { ...(before === null ? {} : (JSON.parse(before) as PendingProfile)), ...profile }
    const { numUpdatedRows } = await db
      .updateTable('accounts')
      .set({ ...account, pending_profile: JSON.stringify(pending) })
      .where('id', '=', userId)
      .where('pending_profile', 'is not distinct from', before)
      .executeTakeFirst()
    if (numUpdatedRows === 1n) return
  }
  throw new Conflict('Your account was changed from elsewhere at the same moment. Try again.')
}

async function findPending(
  userId: string,
  db: Kysely<AccountTables> = accountsSql(),
): Promise<string | null> {
  const account = await db
    .selectFrom('accounts')
    .select('pending_profile')
    .where('id', '=', userId)
    .executeTakeFirst()
  return account?.pending_profile ?? null
}
