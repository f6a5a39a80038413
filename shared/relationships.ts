import { z } from 'zod'
import { PersonView, Username } from './accounts.ts'
import { Id, PageQuery, Timestamp, pageOf, text } from './common.ts'

export const RELATIONSHIP_STATUSES = ['pending', 'accepted', 'declined', 'blocked'] as const
export const RelationshipStatus = z.enum(RELATIONSHIP_STATUSES)
export type RelationshipStatus = z.infer<typeof RelationshipStatus>

/** `request` a connection, or `block`. */
export const CreateRelationshipBody = z.strictObject({
  username: Username,
  action: z.enum(['request', 'block']),
})
export type CreateRelationshipBody = z.infer<typeof CreateRelationshipBody>

/** Only the one who was asked answers. */
export const UpdateRelationshipBody = z.strictObject({ status: z.enum(['accepted', 'declined']) })
export type UpdateRelationshipBody = z.infer<typeof UpdateRelationshipBody>

/** As the caller may see it: a decline or a block by the other is never shown. */
export const RelationshipView = z.object({
  id: Id,
  fromUserID: Id,
  toUserID: Id,
  status: RelationshipStatus,
  initiatedDate: Timestamp,
  updatedDate: Timestamp,
  /** The other person. */
  person: PersonView,
  /** The caller asked, rather than was asked. */
  isMine: z.boolean(),
})
export type RelationshipView = z.infer<typeof RelationshipView>
export const RelationshipPage = pageOf(RelationshipView)

export const RELATIONSHIP_LISTS = ['connections', 'incoming', 'outgoing', 'blocked'] as const
export const ListRelationshipsQuery = PageQuery.extend({
  list: z.enum(RELATIONSHIP_LISTS).default('connections'),
})
export type ListRelationshipsQuery = z.infer<typeof ListRelationshipsQuery>

/** What the caller and somebody else are to each other, from the caller's side. */
export const CONNECTION_STATES = ['none', 'requested', 'asked', 'connected', 'blocked'] as const
export const ConnectionView = z.object({
  state: z.enum(CONNECTION_STATES),
  /** Of the row to accept, decline, cancel or end; null when there is none. */
  relationshipId: Id.nullable(),
  isFollowing: z.boolean(),
})
export type ConnectionView = z.infer<typeof ConnectionView>

export const FollowView = z.object({ isFollowing: z.boolean(), followerCount: z.number().int() })

/** One of `videoId` and `clipId`. */
export const ShareBody = z
  .strictObject({
    username: Username,
    videoId: Id.optional(),
    clipId: Id.optional(),
    message: text({ max: 500 }).default(''),
  })
  .refine((share) => (share.videoId === undefined) !== (share.clipId === undefined), {
    message: 'name a video or a clip',
    path: ['videoId'],
  })
export type ShareBody = z.infer<typeof ShareBody>
