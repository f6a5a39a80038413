import { strider } from './chance.ts'
import { dateOf, idOf, userId } from './ids.ts'
import { HOT_VIDEO } from './sizes.ts'
import type { Site } from './site.ts'

type Slot = 'view' | 'reaction' | 'follow'
type Kind = 'view' | 'like' | 'dislike' | 'follow'
interface Group {
  targetKind: 'video' | 'clip' | 'comment' | 'user'
  targetId: object
  slot: Slot
  kind: Kind
  count: number
  /** Of the people who did it, in their order. */
  who(index: number): number
}

/** Rows of `engagements`: for every target as many as its counters say, each by somebody else. */
export function* engagements(site: Site): Generator<object> {
  let row = 0
  for (const group of groups(site)) {
    const { targetKind, targetId, slot, kind } = group
    for (let index = 0; index < group.count; index++, row++)
      yield {
        _id: idOf('row', row, site.sizes.engagements),
        userId: userId(group.who(index)),
        targetKind,
        targetId,
        slot,
        kind,
        date: dateOf(row, site.sizes.engagements),
      }
  }
}

function* groups(site: Site): Generator<Group> {
  const { sizes } = site
  const some = (start: number) => strider(sizes.users, start % sizes.users)
  for (let video = 0; video < sizes.videos; video++) {
    const target = { targetKind: 'video' as const, targetId: idOf('video', video, sizes.videos) }
    // those who like it are the first of those who saw it; who disliked it comes after them
    const who = video === HOT_VIDEO ? crowd(sizes.users, site.views[video]!) : some(video)
    const likes = site.likes[video]!
    yield { ...target, slot: 'view', kind: 'view', count: site.views[video]!, who }
    yield { ...target, slot: 'reaction', kind: 'like', count: likes, who: video === HOT_VIDEO ? crowd(sizes.users, likes) : who } // prettier-ignore
    const room = Math.max(0, sizes.users - likes)
    yield { ...target, slot: 'reaction', kind: 'dislike', count: Math.min(site.dislikes[video]!, room), who: (index) => who(likes + index) } // prettier-ignore
  }
  for (let clip = 0; clip < sizes.clips; clip++)
    yield { targetKind: 'clip', targetId: idOf('clip', clip, sizes.clips), slot: 'reaction', kind: 'like', count: site.clipLikes[clip]!, who: some(clip) } // prettier-ignore
  for (let comment = 0; comment < sizes.comments; comment++)
    yield { targetKind: 'comment', targetId: idOf('comment', comment, sizes.comments), slot: 'reaction', kind: 'like', count: site.commentLikes[comment]!, who: some(comment) } // prettier-ignore
  for (let user = 0; user < site.creatorCount; user++) {
    const next = strider(sizes.users - 1, user)
    // never oneself
    yield { targetKind: 'user', targetId: userId(user), slot: 'follow', kind: 'follow', count: site.followers[user]!, who: (index) => (user + 1 + next(index)) % sizes.users } // prettier-ignore
  }
}

/** More than there are accounts: most have left, the newest are the people of the site. */
function crowd(users: number, size: number): (index: number) => number {
  const known = Math.min(users, size)
  return (index) => (index >= size - known ? size - 1 - index : users + index)
}
