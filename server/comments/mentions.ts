import type { Types } from 'mongoose'
import { trusted } from 'mongoose'
import { findMentions } from '#shared/mentions'
import type { Actor } from '../accounts/actor.ts'
import { User } from '../accounts/user.model.ts'
import { viewerScope } from '../relationships/viewer-scope.ts'

/** Ids of the people named in a text who exist and are not hidden from its author. One query. */
export async function resolveMentions(actor: Actor, text: string): Promise<Types.ObjectId[]> {
  const usernames = findMentions(text)
  if (usernames.length === 0) return []
  const { hiddenUserIds } = await viewerScope(actor)
  const users = await User.find({ username: trusted({ $in: usernames }) }, { _id: 1 }).lean()
  return users.map((user) => user._id).filter((id) => !hiddenUserIds.has(id.toString()))
}
