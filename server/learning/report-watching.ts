import type { WatchBody } from '#shared/engagement'
import type { WatchedView } from '#shared/learning'
import type { UserActor } from '../accounts/actor.ts'
import { getClip } from '../clips/get-clip.ts'
import { recordWatching } from '../history/record-watching.ts'
import { getVideo } from '../videos/get-video.ts'
import { advanceProgress } from './advance-progress.ts'
import { findNextStep } from './find-next-step.ts'

/** @throws NotFound */
export async function reportVideo(actor: UserActor, id: string, { events }: WatchBody): Promise<WatchedView> {
  const video = await getVideo(actor, id)
  const item = {
    kind: 'video' as const,
    id,
    videoId: id,
    topicId: video.topicId ?? null,
    startSeconds: 0,
    durationSeconds: video.duration,
    videoSeconds: video.duration,
  }
  return { resume: await recordWatching(actor.userId, item, events), level: null, next: null }
}

/**
 * With what the viewer has reached, and at the end of the clip with what comes next: nothing is left to ask for.
 * @throws NotFound
 */
export async function reportClip(actor: UserActor, id: string, { events }: WatchBody): Promise<WatchedView> {
  const { clip, video } = await getClip(actor, id)
  const item = {
    kind: 'clip' as const,
    id,
    videoId: video._id.toHexString(),
    topicId: clip.topicId ?? null,
    startSeconds: clip.startSeconds,
    durationSeconds: clip.duration,
    videoSeconds: video.duration,
  }
  const [resume, progress] = await Promise.all([
    recordWatching(actor.userId, item, events),
    advanceProgress(actor.userId, clip, events),
  ])
  const next = events.some((event) => event.isEnd) ? await findNextStep(actor, clip) : null
  return { resume, level: progress?.level ?? null, next }
}
