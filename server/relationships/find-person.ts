import type { PersonView } from '#shared/accounts'
import type { Actor } from '../accounts/actor.ts'
import { User } from '../accounts/user.model.ts'
import { NotFound } from '../errors.ts'
import { Relationship } from './relationship.model.ts'
import { isHiddenFrom } from './viewer-scope.ts'

/** @throws NotFound for a missing person and, the same, where one of the two blocked the other */
export async function getPerson(actor: Actor, username: string): Promise<PersonView> {
  const person = await findByUsername(username)
  if (!person || (await isHiddenFrom(actor, person.id))) throw noSuchPerson()
  return person
}

/**
 * As `getPerson`, but somebody whom the caller blocked is there, so that they can be unblocked. By what the database
 * says now: writes depend on it.
 * @throws NotFound
 */
export async function getReachablePerson(actor: Actor, username: string): Promise<PersonView> {
  const person = await findByUsername(username)
  if (!person || (actor.kind === 'user' && (await hasBlocked(person.id, actor.userId)))) throw noSuchPerson()
  return person
}

export function noSuchPerson(): NotFound {
  return new NotFound('There is no such person.')
}

async function hasBlocked(userId: string, blockedId: string): Promise<boolean> {
  return Boolean(await Relationship.exists({ fromUserID: userId, toUserID: blockedId, status: 'blocked' }))
}

async function findByUsername(username: string): Promise<PersonView | null> {
  const user = await User.findOne(
    { username },
    { username: 1, firstName: 1, lastName: 1, profilePicture: 1 },
  ).lean()
  if (!user) return null
  const { firstName, lastName, profilePicture } = user
  return { id: user._id.toString(), username, name: `${firstName} ${lastName}`, profilePicture }
}
