import { Types } from 'mongoose'
import { Comment, type CommentDocument } from './comment.model.ts'
import { takeAway } from './delete-comment.ts'

/** What somebody wrote, newest first. */
export async function* exportCommentsBy(userId: string): AsyncIterable<object> {
  const rows = Comment.find({ userId }).sort({ _id: -1 }).lean<CommentDocument[]>().cursor()
  for await (const { _id, videoId, clipId, parentId, text, likeCount, date, editedAt } of rows) {
    yield { id: _id, videoId, clipId, parentId, text, likeCount, date, editedAt: editedAt ?? null }
  }
}

const BATCH = 100

/** Deletes all that somebody wrote; what has replies stays without text and author. Counters follow; can be run again. */
export async function eraseCommentsBy(userId: string): Promise<void> {
  // a deleted one no longer carries their id, so that asking again goes on by itself
  for (;;) {
    const comments = await Comment.find({ userId: new Types.ObjectId(userId) }, { _id: 1 })
      .limit(BATCH)
      .lean()
    if (comments.length === 0) break
    for (const { _id } of comments) await takeAway(_id.toString())
  }
  // nobody is named who is no longer here
  await Comment.updateMany({ mentions: userId }, { $pull: { mentions: userId } })
}
