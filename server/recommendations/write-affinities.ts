import type { UpdateQuery } from 'mongoose'
import { UserAffinity, type UserAffinityDocument } from './user-affinity.model.ts'
import { isDuplicateKey } from '../database.ts'

/** Changes somebody's row, made if it is not there yet. */
export async function writeAffinities(
  userId: string,
  change: UpdateQuery<UserAffinityDocument>,
): Promise<void> {
  const write = () =>
    UserAffinity.updateOne(
      { userId },
      { ...change, $set: { ...change.$set, updatedAt: new Date() } },
      { upsert: true },
    )
  try {
    await write()
  } catch (error) {
    // two first changes at once: the row of the other is there now
    if (!isDuplicateKey(error)) throw error
    await write()
  }
}
