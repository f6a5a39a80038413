import type { MeView, UpdateMeBody } from '#shared/accounts'
import type { UserActor } from './actor.ts'
import { getMe } from './get-me.ts'
import { User } from './user.model.ts'
import { changeAccount } from './write-profile.ts'

/** Changes names and bio; the rest of what people may change has rooms of its own. */
export async function updateMe(actor: UserActor, input: UpdateMeBody): Promise<MeView> {
  const { bio, ...names } = input
  if (names.firstName !== undefined || names.lastName !== undefined) {
    const { firstName, lastName } = { ...(await getMe(actor.userId)), ...names }
    await changeAccount(actor.userId, { name: `${firstName} ${lastName}` }, { firstName, lastName })
  }
  if (bio !== undefined) await User.updateOne({ _id: actor.userId }, { $set: { bio } })
  return getMe(actor.userId)
}
