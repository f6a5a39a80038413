import { Types, trusted } from 'mongoose'
import { WATCHABLE_STATES } from './video-lifecycle.ts'
import { Video } from './video.model.ts'

/** Beyond this a count is not worth its price. */
const COUNT_LIMIT = 10_000

/** Of one creator what everybody can watch, at most 10,000. By the index alone: one that is being deleted counts until it is gone. */
export function countVideosOf(uploaderId: string): Promise<number> {
  return Video.countDocuments(
    {
      uploader: new Types.ObjectId(uploaderId),
      visibility: 'public',
      state: trusted({ $in: [...WATCHABLE_STATES] }),
    },
    { limit: COUNT_LIMIT },
  )
}
