import { trusted } from 'mongoose'
import { removeAnalyticsOf } from '../analytics/remove-analytics.ts'
import { Clip } from '../clips/clip.model.ts'
import { removeClipsOf } from '../clips/remove-clips.ts'
import { removeSharesOf } from '../sharing/remove-shares.ts'
import { removeCommentsOf } from '../comments/remove-comments.ts'
import { removeNotificationsOf } from '../notifications/remove-notifications.ts'
import { removeEngagementsOf } from '../engagement/remove-engagements.ts'
import { removeDismissalsOf } from '../feed/remove-dismissals.ts'
import { removeWatchingOf } from '../history/clear-history.ts'
import { removeLearningOf } from '../learning/remove-learning.ts'
import { removeReachOf } from '../recommendations/remove-reach.ts'
import { removeCaptionSegmentsOf } from '../search/remove-caption-segments.ts'
import { removeVideoAffinitiesOf } from '../videos/settle-topic.ts'
import { forgetHeat } from '../tiers/note-heat.ts'
import { isHeld, removeStoredOf } from '../tiers/remove-stored.ts'
import { Video } from '../videos/video.model.ts'
import { removeVideo as removeVideoItself } from '../videos/remove-video.ts'

type RemoveThings = (videoId: string, signal?: AbortSignal) => Promise<unknown>

/** What hangs on a video and its clips, in this order; a room that keeps more adds its own `remove<Things>Of`. */
const BELONGINGS: readonly RemoveThings[] = [
  removeSharesOf,
  removeCommentsOf,
  removeNotificationsOf,
  removeEngagementsOfVideo,
  removeDismissalsOf,
  (videoId) => removeWatchingOf({ videoId }),
  (videoId) => removeAnalyticsOf({ videoId }),
  (videoId) => removeLearningOf({ videoId }),
  forgetHeat,
  removeClipsOf,
  removeCaptionSegmentsOf,
  removeVideoAffinitiesOf,
  (videoId) => removeReachOf({ videoId }),
  removeStoredOf,
]

/**
 * Removes everything of a deleted video, the video with its mark last: a run that was cut is found by that mark and
 * done again, and every step passes over what is gone already.
 */
export async function removeVideo(videoId: string, signal?: AbortSignal): Promise<void> {
  const isMarked = await Video.exists({ _id: videoId, deletedAt: trusted({ $ne: null }) })
  // under a legal hold its bytes and records stay, hidden from everybody, until the hold ends
  if (!isMarked || (await isHeld(videoId))) return
  for (const removeThings of BELONGINGS) {
    signal?.throwIfAborted()
    await removeThings(videoId, signal)
  }
  await removeVideoItself(videoId, signal)
}

async function removeEngagementsOfVideo(videoId: string): Promise<void> {
  const clips = await Clip.find({ videoId }, { _id: 1 }).lean()
  await removeEngagementsOf([videoId, ...clips.map((clip) => clip._id.toHexString())])
}
