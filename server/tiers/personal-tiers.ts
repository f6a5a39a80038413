import { Types } from 'mongoose'
import { CreatorCopy, type CreatorCopyDocument } from './creator-copy.model.ts'
import { TierMove } from './tier-move.model.ts'

/** When somebody was sent copies of videos that were leaving the server, oldest first. */
export async function* exportCopiesBy(userId: string): AsyncIterable<object> {
  const rows = CreatorCopy.find({ creatorId: new Types.ObjectId(userId) })
    .sort({ _id: 1 })
    .lean<CreatorCopyDocument[]>()
    .cursor() as AsyncIterable<CreatorCopyDocument>
  for await (const { collectionId, sentAt, mailedAt, fetchedAt } of rows) {
    yield { collectionId, sentAt, mailedAt, fetchedAt }
  }
}

/** What they were sent, and their name in the journal. Their videos, and what is stored of them, go by themselves. */
export async function eraseCopiesBy(userId: string): Promise<void> {
  const id = new Types.ObjectId(userId)
  await CreatorCopy.deleteMany({ creatorId: id })
  await TierMove.updateMany({ byUserId: id }, { $set: { byUserId: null } })
}
