import { z } from 'zod'
import { accountsSql } from './tables.ts'
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
  await accountsSql()
    .updateTable('accounts')
    .set({ pending_profile: null })
    .where('id', '=', userId)
    // a later change that waits meanwhile is not lost
    .where('pending_profile', '=', pending)
    .execute()
}

async function findPending(userId: string): Promise<string | null> {
  const account = await accountsSql()
    .selectFrom('accounts')
    .select('pending_profile')
    .where('id', '=', userId)
    .executeTakeFirst()
  return account?.pending_profile ?? null
}
