import { Types } from 'mongoose'
import { announceChange } from '../changes.ts'
import { isDuplicateKey } from '../database.ts'
import { Engagement } from './engagement.model.ts'
import type { Target } from './targets.ts'

/**
 * Puts something by for later, or takes it back; the same again changes nothing. No counter follows, so that one write
 * is all. The caller has made sure that this person may see what they save.
 */
export async function setSave(userId: string, target: Target, isSaved: boolean): Promise<void> {
  const key = {
    targetId: new Types.ObjectId(target.id),
    slot: 'save' as const,
    userId: new Types.ObjectId(userId),
  }
  try {
    if (isSaved) {
      const row = { targetKind: target.kind, kind: 'save' as const, times: 1, date: new Date() }
      await Engagement.updateOne(key, { $setOnInsert: row }, { upsert: true })
    } else await Engagement.deleteOne(key)
  } catch (error) {
    // twice at once: it is there
    if (!isDuplicateKey(error)) throw error
  } finally {
    announceChange('own', { userId, targetId: target.id })
  }
}
