import { z } from 'zod'
import { PersonView } from './accounts.ts'
import { COMMENT_SORTS, MAX_COMMENT_GRAPHEMES, countGraphemes } from './comment-rules.ts'
import { Id, PageQuery, Timestamp, pageOf, text } from './common.ts'

/** More marks on one letter than any language writes run over the lines above and below. */
const MARKS_THAT_RUN_OVER = /\p{M}{9}/u

/** One grapheme may be as long as one likes, so that code units and marks are bounded too. */
export const CommentText = text({ min: 1, max: MAX_COMMENT_GRAPHEMES * 8 })
  .refine(
    (value) => countGraphemes(value) <= MAX_COMMENT_GRAPHEMES,
    `at most ${MAX_COMMENT_GRAPHEMES} characters`,
  )
  .refine((value) => !MARKS_THAT_RUN_OVER.test(value), 'has too many marks on one letter')

export const CommentBody = z.strictObject({ text: CommentText })
export type CommentBody = z.infer<typeof CommentBody>

export const ListCommentsQuery = PageQuery.extend({ sort: z.enum(COMMENT_SORTS).default('top') })
export type ListCommentsQuery = z.infer<typeof ListCommentsQuery>
/** Replies come oldest first. */
export const ListRepliesQuery = PageQuery

export const CommentView = z.object({
  id: Id,
  userId: Id,
  videoId: Id,
  clipId: Id.nullable(),
  /** Null for one that was deleted and stays for its replies. */
  text: z.string().nullable(),
  author: PersonView.nullable(),
  likes: z.array(Id),
  likeCount: z.number().int(),
  isLiked: z.boolean(),
  /** The first 100 replies; all of them at .../replies. */
  nestedComments: z.array(Id),
  replyCount: z.number().int(),
  isReply: z.boolean(),
  parentId: Id.nullable(),
  date: Timestamp,
  editedAt: Timestamp.nullable(),
  /** People named with @ who exist, so that their names can be links. */
  mentions: z.array(PersonView),
  /** Written by the creator of the video. */
  isByCreator: z.boolean(),
  isMine: z.boolean(),
  /** The caller may take it away: its author or the video's creator. */
  canDelete: z.boolean(),
})
export type CommentView = z.infer<typeof CommentView>
export const CommentPage = pageOf(CommentView)
