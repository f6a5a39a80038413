import { removeAnalyticsOf } from '../analytics/remove-analytics.ts'
import { Clip, type ClipDocument } from '../clips/clip.model.ts'
import { removeClip as removeClipItself } from '../clips/remove-clips.ts'
import { removeSharesOfClip } from '../sharing/remove-shares.ts'
import { removeCommentsOfClip } from '../comments/remove-comments.ts'
import { removeNotificationsOfClip } from '../notifications/remove-notifications.ts'
import { removeEngagementsOf } from '../engagement/remove-engagements.ts'
import { removeDismissalsOfSubject } from '../feed/remove-dismissals.ts'
import { removeWatchingOf } from '../history/clear-history.ts'
import { removeLearningOf } from '../learning/remove-learning.ts'
import { removeReachOf } from '../recommendations/remove-reach.ts'

type RemoveThings = (clipId: string) => Promise<unknown>

/** What hangs on a clip; a room that keeps more adds its own. */
const BELONGINGS: readonly RemoveThings[] = [
  removeSharesOfClip,
  removeCommentsOfClip,
  removeNotificationsOfClip,
  (clipId) => removeEngagementsOf([clipId]),
  removeDismissalsOfSubject,
  (clipId) => removeWatchingOf({ clipId }),
  (clipId) => removeAnalyticsOf({ clipId }),
  (clipId) => removeLearningOf({ clipId }),
  (itemId) => removeReachOf({ itemId }),
]

/** Removes everything of a deleted clip, its document with the mark last. */
export async function removeClip(clipId: string): Promise<void> {
  const clip = await Clip.findById(clipId).lean<ClipDocument>()
  if (!clip?.deletedAt) return
  for (const removeThings of BELONGINGS) await removeThings(clipId)
  await removeClipItself(clipId)
}
