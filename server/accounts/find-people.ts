import { trusted } from 'mongoose'
import type { PersonView } from '#shared/accounts'
import { User } from './user.model.ts'

/** People as others see them, by id; those who left are missing. */
export async function findPeople(ids: readonly string[]): Promise<Map<string, PersonView>> {
  if (ids.length === 0) return new Map()
  const users = await User.find(
    { _id: trusted({ $in: [...ids] }) },
    { username: 1, firstName: 1, lastName: 1, profilePicture: 1 },
  ).lean()
  return new Map(
    users.map((user) => {
      const id = user._id.toString()
      const name = `${user.firstName} ${user.lastName}`
      return [id, { id, username: user.username, name, profilePicture: user.profilePicture }]
    }),
  )
}
