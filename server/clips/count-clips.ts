import { Types } from 'mongoose'
import { Clip } from './clip.model.ts'

/** Beyond this a count is not worth its price. */
const COUNT_LIMIT = 10_000

/** Of one creator what lists show to everybody, at most 10,000; by the index alone. */
export function countClipsOf(uploaderId: string): Promise<number> {
  return Clip.countDocuments(
    { uploader: new Types.ObjectId(uploaderId), isListed: true },
    { limit: COUNT_LIMIT },
  )
}
