import { Types, trusted } from 'mongoose'
import { Engagement } from './engagement.model.ts'
import type { Reader } from './engaged-item.ts'
import { firstIds } from './find-reactions.ts'

type ShownIds = Record<'views' | 'likes' | 'dislikes', string[]>

/** The first ids that this reader is shown, newest first. Likes are public, as elsewhere. */
export async function shownIds(targetId: string, reader: Reader): Promise<ShownIds> {
  const [all, own] = await Promise.all([firstIds(targetId), ownKinds(targetId, reader)])
  const isShown = (id: string) => !reader.hiddenUserIds.has(id)
  if (reader.isCreator) {
    return {
      views: all.views.filter(isShown),
      likes: all.likes.filter(isShown),
      dislikes: all.dislikes.filter(isShown),
    }
  }
  const ownIds = (kind: string) => (reader.userId && own.includes(kind) ? [reader.userId] : [])
  return { views: ownIds('view'), likes: all.likes.filter(isShown), dislikes: ownIds('dislike') }
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
