import type { StorageStage } from '#shared/videos'
import { AppError } from '../errors.ts'
import { logger } from '../logger.ts'
import { Video } from '../videos/video.model.ts'
import { moveVideo } from './move-video.ts'
import { findWantedMoves, type WantedMove } from './wanted-moves.ts'

const BATCH = 200
/** So many of the rules' wishes become moves in one run; the rest waits for the next. */
const BATCHES = 25
/** EXPIRING is entered by whole collections (find-cold-collections.ts), LIVE by the cache. */
const TAKEN = ['RELIVE', 'ARCHIVE'] as const satisfies StorageStage[]

/** What the rules want becomes lines of the journal, and jobs. A wish that cannot be fulfilled is let go of: they look again. */
export async function takeWishes({ now, signal }: { now: Date; signal: AbortSignal }): Promise<void> {
  for (const to of TAKEN) {
    let after: WantedMove['video']['_id'] | undefined
    for (let batch = 0; batch < BATCHES && !signal.aborted; batch++) {
      const wanted = await findWantedMoves(to, BATCH, after)
      for (const wish of wanted) await take(wish, now)
      after = wanted.at(-1)?.video._id
      if (!after) break
    }
  }
}

async function take({ video, to, reason }: WantedMove, now: Date): Promise<void> {
  const { _id, storageWanted } = video
  // what comes down from the cache is settled by the cache
  if (to === 'RELIVE' && video.storageStage === 'LIVE') return
  try {
    await moveVideo(_id, { to, reason, now })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    logger.info({ error, videoId: _id.toHexString(), to }, 'a video stays where it is')
  }
  await Video.updateOne({ _id, 'storageWanted.revision': storageWanted?.revision }, { $unset: { storageWanted: 1 } })
} // prettier-ignore
