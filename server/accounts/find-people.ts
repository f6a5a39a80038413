import type { PersonView } from '#shared/accounts'
import { announceChange, onChange } from '../changes.ts'
import { knownThings } from '../known-things.ts'
import { readByIds } from '../plain-reads.ts'
import { User, type UserDocument } from './user.model.ts'

/** So long a name or a picture that was changed in another process may still be the old one. */
const KEPT_MS = 30_000
/** The same while others are heard, in case something changes them without saying so. */
const KEPT_HEARING_MS = 10 * 60_000

const known = knownThings<PersonView>({
  entries: 10_000,
  keptMs: KEPT_MS,
  keptHearingMs: KEPT_HEARING_MS,
  read: readPeople,
})
onChange('person', ({ userId }) => known.forget(userId))

/** People as others see them, by id; those who left are missing. */
export function findPeople(ids: readonly string[]): Promise<Map<string, PersonView>> {
  return known.find(ids)
}

/** Their name or picture has changed, or they left: the next look is a fresh one. */
export function forgetPerson(id: string): void {
  announceChange('person', { userId: id })
}

async function readPeople(ids: string[]): Promise<Map<string, PersonView>> {
  const users = await readByIds<UserDocument>(User, ids, {
    username: 1,
    firstName: 1,
    lastName: 1,
    profilePicture: 1,
  })
  return new Map(
    users.map((user) => {
      const id = user._id.toString()
      const name = `${user.firstName} ${user.lastName}`
      return [id, { id, username: user.username, name, profilePicture: user.profilePicture }]
    }),
  )
}
