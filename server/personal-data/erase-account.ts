import { findClosedAccounts, isClosed } from '../accounts/close-account.ts'
import { eraseCredentials, eraseProfile } from '../accounts/personal-accounts.ts'
import { systemActor } from '../accounts/actor.ts'
import { record } from '../audit/record.ts'
import { enqueue } from '../jobs/enqueue.ts'
import { eraseVideosBy } from '../videos/personal-videos.ts'
import { eraseDataExportsBy } from './make-export.ts'
import { PERSONAL_ROOMS } from './personal-rooms.ts'

/**
 * Removes everything of somebody who deleted their account: first what others can see, last the row that says that
 * this is to be done. Every step can be done twice, so a run that was cut is simply done again.
 */
export async function eraseAccount(userId: string, signal?: AbortSignal): Promise<void> {
  if (!(await isClosed(userId))) return
  const rooms = PERSONAL_ROOMS.flatMap(({ erase }) => erase ?? [])
  for (const erase of [eraseVideosBy, eraseProfile, ...rooms, eraseDataExportsBy]) {
    signal?.throwIfAborted()
    await erase(userId)
  }
  await record(systemActor, { action: 'ERASE_ACCOUNT', target: `user:${userId}` })
  await eraseCredentials(userId)
}

/** Asks again for every account that was closed and is not erased yet. */
export async function reconcileClosedAccounts(): Promise<void> {
  for (const userId of await findClosedAccounts()) await enqueue('erase-account', { userId })
}
