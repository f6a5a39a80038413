import type { UserActor } from '../accounts/actor.ts'
import { closeAccount } from '../accounts/close-account.ts'
import { enqueue } from '../jobs/enqueue.ts'

/**
 * Closes the account at once and asks for everything of its owner to be removed. A process that dies between the two
 * leaves a closed account, which `reconcileClosedAccounts` finds.
 * @throws as `closeAccount`
 */
export async function deleteAccount(actor: UserActor, password: string): Promise<void> {
  await closeAccount(actor, password)
  await enqueue('erase-account', { userId: actor.userId })
}
