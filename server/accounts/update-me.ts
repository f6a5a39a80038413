import type { MeView, UpdateMeBody } from '#shared/accounts'
import type { UserActor } from './actor.ts'
import { getMe } from './get-me.ts'
import { accountsSql } from './tables.ts'

/** Changes the names; the rest of what people may change has rooms of its own. */
export async function updateMe(actor: UserActor, input: UpdateMeBody): Promise<MeView> {
  const before = await getMe(actor.userId)
  const names = {
    firstName: input.firstName ?? before.firstName,
    lastName: input.lastName ?? before.lastName,
  }
  await accountsSql()
    .updateTable('accounts')
    .set({ name: `${names.firstName} ${names.lastName}`, pending_profile: JSON.stringify(names) })
    .where('id', '=', actor.userId)
    .execute()
  return getMe(actor.userId)
}
