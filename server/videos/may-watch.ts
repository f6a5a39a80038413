import type { Actor } from '../accounts/actor.ts'
import { isHiddenFrom } from '../relationships/viewer-scope.ts'
import { canEdit, canWatch, type VideoAccess } from './video-policy.ts'

/**
 * The rights to the video, and no block between the two; whoever may change it sees it in any case. Preferences on
 * content are for lists: a page that was asked for by its address asks before it plays.
 */
export async function mayWatch(actor: Actor, video: VideoAccess): Promise<boolean> {
  if (!canWatch(actor, video)) return false
  return canEdit(actor, video) || !(await isHiddenFrom(actor, video.uploader.toString()))
}
