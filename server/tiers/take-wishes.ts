import { Types } from 'mongoose'
import type { StorageStage } from '#shared/videos'
import { AppError } from '../errors.ts'
import { logger } from '../logger.ts'
import { Video } from '../videos/video.model.ts'
import { findColdCollections } from './find-cold-collections.ts'
import { findLiveMembers } from './member-rows.ts'
import { moveVideo, type Wish } from './move-video.ts'
import { byVideo } from './settle-collection.ts'
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

/** It reads every archived video: more often than this it would find the same. */
const COLD_EVERY_MS = 3600_000
let coldLookedAt = 0

/** Whole collections that the rules let go: each of their videos is asked to go. */
export async function takeColdWishes({ now, signal }: { now: Date; signal: AbortSignal }): Promise<void> {
  if (Math.abs(now.getTime() - coldLookedAt) < COLD_EVERY_MS) return
  coldLookedAt = now.getTime()
  for (const { id, reason } of await findColdCollections({ now: () => now })) {
    for (const videoId of byVideo(await findLiveMembers(new Types.ObjectId(id))).keys()) {
      signal.throwIfAborted()
      await ask(videoId, { to: 'EXPIRING', reason, now })
    }
  }
}

async function take({ video, to, reason }: WantedMove, now: Date): Promise<void> {
  const { _id, storageWanted } = video
  // what comes down from the cache is settled by the cache
  if (to === 'RELIVE' && video.storageStage === 'LIVE') return
  await ask(_id, { to, reason, now })
  await Video.updateOne({ _id, 'storageWanted.revision': storageWanted?.revision }, { $unset: { storageWanted: 1 } })
} // prettier-ignore

/** What cannot be done is let go of. */
async function ask(videoId: Types.ObjectId | string, wish: Wish): Promise<void> {
  try {
    await moveVideo(videoId, wish)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    logger.info({ error, videoId: String(videoId), to: wish.to }, 'a video stays where it is')
  }
}
