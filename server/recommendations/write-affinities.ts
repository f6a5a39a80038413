import type { UpdateQuery } from 'mongoose'
import { UserAffinity, type UserAffinityDocument } from './user-affinity.model.ts'

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
    // two first changes at once: the row of the other is there now (MongoServerError 11000)
    if (!(error instanceof Error && 'code' in error && error.code === 11000)) throw error
    await write()
  }
}
