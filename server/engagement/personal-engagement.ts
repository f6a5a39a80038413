import { Types } from 'mongoose'
import { Engagement } from './engagement.model.ts'
import { removeEngagementsBy } from './remove-engagements.ts'

/** Views, likes, dislikes, what somebody saved and whom they follow. */
export async function* exportEngagementsBy(userId: string): AsyncIterable<object> {
  const rows = Engagement.find({ userId: new Types.ObjectId(userId) })
    .lean()
    .cursor()
  for await (const { kind, targetKind, targetId, date, times } of rows) {
    if (kind !== 'none') yield { kind, targetKind, targetId, date, ...(kind === 'view' && { times }) }
  }
}

export function eraseEngagementsBy(userId: string): Promise<void> {
  return removeEngagementsBy(userId)
}
