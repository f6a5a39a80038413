import type { PersonView } from '#shared/accounts'
import type { CommentView } from '#shared/comments'
import type { Page } from '#shared/common'
import type { Reaction } from '#shared/engagement'
import { isSameUser, type Actor } from '../accounts/actor.ts'
import { findPeople } from '../accounts/find-people.ts'
import { userIdOf } from '../engagement/engaged-item.ts'
import { findReactions, reactedIds } from '../engagement/find-reactions.ts'
import { viewerScope } from '../relationships/viewer-scope.ts'
import type { VideoDocument } from '../videos/video.model.ts'
import type { CommentDocument } from './comment.model.ts'
import type { CommentList } from './find-comments.ts'
import { canDelete, type PlacedComment } from './get-comment.ts'
import { findRelatedIds, type RelatedIds } from './related-ids.ts'

export async function presentCommentPage(
  actor: Actor,
  { page, video }: CommentList,
): Promise<Page<CommentView>> {
  return { items: await presentComments(actor, page.items, video), nextCursor: page.nextCursor }
}

export async function presentOneComment(
  actor: Actor,
  { comment, video }: PlacedComment,
): Promise<CommentView> {
  const [view] = await presentComments(actor, [comment], video)
  return view!
}

/**
 * Views for one reader, with one query each for people, reactions, and the ids of replies and likes (and for each that
 * has more of these than are shown), however long the list. Counts are the public ones, which somebody without blocks can count themselves; ids and people leave out who
 * is hidden from the reader.
 */
async function presentComments(
  actor: Actor,
  comments: CommentDocument[],
  video: VideoDocument,
): Promise<CommentView[]> {
  const scope = await viewerScope(actor)
  const [people, reactions, related] = await Promise.all([
    findPeople(namedIn(comments).filter((id) => !scope.hiddenUserIds.has(id))),
    findReactions(userIdOf(actor), reactedIds(comments)),
    findRelatedIds(comments, scope),
  ])
  return comments.map((comment) => present(actor, comment, { video, people, reactions, related }))
}

interface Context {
  video: VideoDocument
  people: Map<string, PersonView>
  reactions: Map<string, Reaction>
  related: Map<string, RelatedIds>
}

function present(actor: Actor, comment: CommentDocument, context: Context): CommentView {
  const { video, people, reactions } = context
  const id = comment._id.toString()
  const userId = comment.userId.toString()
  const isDeleted = Boolean(comment.deletedAt)
  const { likes, nestedComments } = context.related.get(id) ?? { likes: [], nestedComments: [] }
  return {
    id,
    userId,
    videoId: comment.videoId.toString(),
    clipId: comment.clipId?.toString() ?? null,
    text: isDeleted ? null : comment.text,
    author: isDeleted ? null : (people.get(userId) ?? null),
    likes,
    likeCount: comment.likeCount,
    isLiked: reactions.get(id) === 'like',
    nestedComments,
    replyCount: comment.replyCount,
    isReply: comment.isReply,
    parentId: comment.parentId?.toString() ?? null,
    date: comment.date.toISOString(),
    editedAt: comment.editedAt?.toISOString() ?? null,
    mentions: comment.mentions
      .map((each) => people.get(each.toString()))
      .filter((person) => person !== undefined),
    isByCreator: userId === video.uploader.toString(),
    isMine: isSameUser(actor, userId),
    canDelete: !isDeleted && canDelete(actor, { comment, video }),
  } satisfies CommentView
}

function namedIn(comments: CommentDocument[]): string[] {
  const ids = comments.flatMap((comment) => [comment.userId, ...comment.mentions]).map(String)
  return [...new Set(ids)]
}
