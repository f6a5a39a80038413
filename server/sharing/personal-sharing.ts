import { Types } from 'mongoose'
import { findPeople } from '../accounts/find-people.ts'
import { Share, type ShareDocument } from './share.model.ts'

/** What somebody sent, and what was sent to them. */
export async function* exportSharesBy(userId: string): AsyncIterable<object> {
  const me = new Types.ObjectId(userId)
  for (const filter of [{ fromUserId: me }, { toUserId: me }]) {
    for await (const share of Share.find(filter).lean<ShareDocument>().cursor()) yield exported(share)
  }
}

/** What was sent goes with either of the two. */
export async function eraseSharesBy(userId: string): Promise<void> {
  await Share.deleteMany({ fromUserId: userId })
  await Share.deleteMany({ toUserId: userId })
}

async function exported(share: ShareDocument): Promise<object> {
  const people = await findPeople([share.fromUserId.toString(), share.toUserId.toString()])
  return {
    from: people.get(share.fromUserId.toString())?.username ?? null,
    to: people.get(share.toUserId.toString())?.username ?? null,
    videoId: share.videoId.toString(),
    clipId: share.clipId?.toString() ?? null,
    message: share.message,
    date: share.date.toISOString(),
  }
}
