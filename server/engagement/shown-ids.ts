import type { Counters } from './targets.ts'
import type { Reader } from './engaged-item.ts'
import { firstEngaged } from './first-engaged.ts'
import type { OwnEngagement } from './own-marks.ts'

type ShownIds = Record<'views' | 'likes' | 'dislikes', string[]>

/** What is looked at: how much there is tells what need not be read. */
interface Counted extends Pick<Counters, 'viewCount' | 'likeCount' | 'dislikeCount'> {
  _id: { toHexString(): string }
}

/**
 * The first ids that this reader is shown, newest first. Likes are public, as elsewhere.
 * @param own what the reader made of it
 */
export async function shownIds(
  target: Counted,
  reader: Reader,
  own: Promise<OwnEngagement>,
): Promise<ShownIds> {
  const isShown = (id: string) => !reader.hiddenUserIds.has(id)
  const read = async (kind: 'view' | 'like' | 'dislike', count: number) =>
    count > 0 ? (await firstEngaged(target._id.toHexString(), kind, count)).filter(isShown) : []
  if (!reader.isCreator) {
    // what is not shown is not read either: a page of rows of each kind costs more than all the rest of a video
    const [likes, { isViewed, marks }] = await Promise.all([read('like', target.likeCount), own])
    const ownIds = (isMine: boolean) => (reader.userId && isMine ? [reader.userId] : [])
    return { views: ownIds(isViewed), likes, dislikes: ownIds(marks.myReaction === 'dislike') }
  }
  const [views, likes, dislikes] = await Promise.all([
    read('view', target.viewCount),
    read('like', target.likeCount),
    read('dislike', target.dislikeCount),
  ])
  return { views, likes, dislikes }
}
