import { z } from 'zod'
import { PersonView, Username } from './accounts.ts'
import { Timestamp, pageOf } from './common.ts'
import { ConnectionView } from './relationships.ts'

export const UsernameParams = z.strictObject({ username: Username })

export const ProfileView = PersonView.extend({
  bio: z.string(),
  registrationDate: Timestamp,
  videoCount: z.number().int(),
  clipCount: z.number().int(),
  followerCount: z.number().int(),
  followingCount: z.number().int(),
  /** Null for a guest and for oneself. */
  connection: ConnectionView.nullable(),
  isMe: z.boolean(),
})
export type ProfileView = z.infer<typeof ProfileView>
export const PeoplePage = pageOf(PersonView)
