import { isSameUser, type Actor } from '../accounts/actor.ts'
import { isWatchable } from './video-lifecycle.ts'
import type { VideoDocument } from './video.model.ts'

/** What the rights to a video depend on. */
export type VideoAccess = Pick<VideoDocument, 'uploader' | 'visibility' | 'state' | 'deletedAt'>

/** Its creator and admins in every state; everybody else once it is public and has something to play. */
export function canWatch(actor: Actor, video: VideoAccess): boolean {
  if (video.deletedAt) return false
  return isOpenToAll(video) || canEdit(actor, video)
}

export function canEdit(actor: Actor, video: VideoAccess): boolean {
  if (video.deletedAt) return false
  return actor.kind === 'system' || isSameUser(actor, video.uploader.toString()) || isAdmin(actor)
}

/** May its bytes lie in shared caches? */
export function isOpenToAll(video: VideoAccess): boolean {
  return !video.deletedAt && video.visibility === 'public' && isWatchable(video.state)
}

/** An admin's token of fewer scopes has no more rights than its scopes say. */
function isAdmin(actor: Actor): boolean {
  return actor.kind === 'user' && actor.role === 'admin' && actor.scopes.includes('admin')
}
