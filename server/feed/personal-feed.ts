import { Types } from 'mongoose'
import { Dismissal, type DismissalDocument } from './dismissal.model.ts'
import { removeDismissalsOfSubject } from './remove-dismissals.ts'

/** What somebody left out of their feed. */
export async function* exportDismissalsBy(userId: string): AsyncIterable<object> {
  const rows = Dismissal.find({ userId: new Types.ObjectId(userId) })
    .lean<DismissalDocument>()
    .cursor()
  for await (const { scope, subjectId, kind, thingId, date } of rows) {
    yield { scope, subjectId, kind, thingId, date }
  }
}

/** Their own, and where others left them out as a creator. */
export async function eraseDismissalsBy(userId: string): Promise<void> {
  await Dismissal.deleteMany({ userId })
  await removeDismissalsOfSubject(userId)
}
