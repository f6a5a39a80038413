import { Types, trusted } from 'mongoose'
import { Engagement } from './engagement.model.ts'
import type { Reader } from './engaged-item.ts'
import { firstIds, firstUsers } from './find-reactions.ts'

type ShownIds = Record<'views' | 'likes' | 'dislikes', string[]>

/** The first ids that this reader is shown, newest first. Likes are public, as elsewhere. */
export async function shownIds(targetId: string, reader: Reader): Promise<ShownIds> {
  const isShown = (id: string) => !reader.hiddenUserIds.has(id)
  if (reader.isCreator) {
    const all = await firstIds(targetId)
    return {
      views: all.views.filter(isShown),
      likes: all.likes.filter(isShown),
      dislikes: all.dislikes.filter(isShown),
    }
  }
  // what is not shown is not read either: a page of rows of each kind costs more than all the rest of a video
  const [likes, own] = await Promise.all([firstUsers(targetId, 'like'), ownKinds(targetId, reader)])
  const ownIds = (kind: string) => (reader.userId && own.includes(kind) ? [reader.userId] : [])
  return { views: ownIds('view'), likes: likes.filter(isShown), dislikes: ownIds('dislike') }
}

async function ownKinds(targetId: string, { userId }: Reader): Promise<string[]> {
  if (!userId) return []
  const rows = await Engagement.find(
    {
      targetId: new Types.ObjectId(targetId),
      slot: trusted({ $in: ['view', 'reaction'] }),
      userId: new Types.ObjectId(userId),
    },
    { kind: 1 },
  ).lean()
  return rows.map((row) => row.kind)
}
