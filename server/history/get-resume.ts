import type { ResumeView } from '#shared/engagement'
import type { Actor } from '../accounts/actor.ts'
import { getVideo } from '../videos/get-video.ts'
import { WatchRecord } from './watch-record.model.ts'

/**
 * Where to go on with a video, whether it or one of its clips was watched last. 0 for guests, whose browser knows.
 * @throws NotFound
 */
export async function getResume(actor: Actor, videoId: string): Promise<ResumeView> {
  await getVideo(actor, videoId)
  const record =
    actor.kind === 'user' &&
    (await WatchRecord.findOne({ userId: actor.userId, videoId }).sort({ watchedAt: -1 }).lean())
  if (!record) return { positionSeconds: 0, updatedAt: null }
  return { positionSeconds: record.videoPositionSeconds, updatedAt: record.watchedAt.toISOString() }
}
