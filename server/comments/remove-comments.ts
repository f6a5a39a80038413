import { trusted } from 'mongoose'
import { removeEngagementsOf } from '../engagement/remove-engagements.ts'
import { removeNotificationsAt, withdraw } from '../notifications/withdraw.ts'
import { commentUrl } from './comment-target.ts'
import { Comment } from './comment.model.ts'

const BATCH = 500

/** Every comment on a video and on its clips. Nobody reads their counters any more. Cut anywhere, it is run again. */
export function removeCommentsOf(videoId: string, signal?: AbortSignal): Promise<void> {
  return removeAll({ videoId }, signal)
}

export function removeCommentsOfClip(clipId: string, signal?: AbortSignal): Promise<void> {
  return removeAll({ clipId }, signal)
}

async function removeAll(
  filter: { videoId: string } | { clipId: string },
  signal?: AbortSignal,
): Promise<void> {
  for (;;) {
    signal?.throwIfAborted()
    const comments = await Comment.find(filter, { videoId: 1, clipId: 1 }).limit(BATCH).lean()
    if (comments.length === 0) return
    const ids = comments.map((comment) => comment._id.toString())
    await withdraw(...ids.map((id) => `comment:${id}`))
    await removeNotificationsAt(comments.map(commentUrl))
    await removeEngagementsOf(ids)
    await Comment.deleteMany({ _id: trusted({ $in: ids }) })
  }
}
