import type { NotificationKind } from '#shared/notifications'
import { notify } from '../notifications/notify.ts'
import { withdrawFor } from '../notifications/withdraw.ts'
import { isOpenToAll } from '../videos/video-policy.ts'
import { Video, type VideoDocument } from '../videos/video.model.ts'
import { commentUrl, targetOf } from './comment-target.ts'
import { Comment, type CommentDocument } from './comment.model.ts'

/**
 * Tells the author of the parent, who is mentioned, and the creator of the video; each of one comment once, as what it
 * is to them first. Who may not watch the video is not told.
 */
export async function tellOfComment(comment: CommentDocument): Promise<void> {
  const video = await Video.findOne({ _id: comment.videoId, deletedAt: null }).lean<VideoDocument>()
  if (!video) return
  const parent = comment.parentId && (await Comment.findById(comment.parentId).lean<CommentDocument>())
  const { kind, id } = targetOf(comment)
  const tell = (userId: string, news: NotificationKind, group: string) =>
    mayWatch(video, userId) && notify({ ...noticeOf(comment), userId, kind: news, group })
  if (parent && !parent.deletedAt) await tell(parent.userId.toString(), 'reply', `reply:${comment.parentId}`)
  for (const userId of comment.mentions) await tell(userId.toString(), 'mention', `mention:${kind}:${id}`)
  await tell(video.uploader.toString(), 'comment', `comment:${kind}:${id}`)
}

/** After an edit: who is named now is told, who no longer is is not. */
export async function tellOfEdit(before: CommentDocument, after: CommentDocument): Promise<void> {
  const kept = new Set(after.mentions.map(String))
  const dropped = before.mentions.map(String).filter((id) => !kept.has(id))
  if (dropped.length > 0) await withdrawFor(dropped, 'mention', thingOf(after))
  await tellOfComment(after)
}

function noticeOf(comment: CommentDocument) {
  return {
    actorId: comment.userId.toString(),
    thing: thingOf(comment),
    subject: comment.text.replace(/\s+/g, ' '),
    url: commentUrl(comment),
  }
}

function thingOf(comment: CommentDocument): string {
  return `comment:${comment._id}`
}

function mayWatch(video: VideoDocument, userId: string): boolean {
  return isOpenToAll(video) || video.uploader.toString() === userId
}
