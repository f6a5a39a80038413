import { trusted, type QueryFilter } from 'mongoose'
import { notHidden, type ViewerScope } from '../relationships/viewer-scope.ts'
import { WATCHABLE_STATES } from './video-lifecycle.ts'
import { isOpenToAll, type VideoAccess } from './video-policy.ts'
import type { VideoDocument } from './video.model.ts'

/** What `listedVideos` filters by, of a video that was read already. */
export function isListedFor(scope: ViewerScope, video: VideoAccess & VideoContent): boolean {
  const { hiddenUserIds } = scope
  if (!isOpenToAll(video) || !isWantedContent(scope, video)) return false
  return hiddenUserIds.size === 0 || !hiddenUserIds.has(video.uploader.toString())
}

/** Nothing of a kind that this reader turned off. */
export function isWantedContent(scope: ViewerScope, video: VideoContent): boolean {
  return (scope.showsNsfw || !video.isNsfw) && (scope.showsSensitive || !video.isSensitive)
}

type VideoContent = Pick<VideoDocument, 'isNsfw' | 'isSensitive'>

/** A query's filter for what a reader of this scope may find in lists. */
export function listedVideos(scope: ViewerScope): QueryFilter<VideoDocument> {
  return {
    visibility: 'public',
    state: trusted({ $in: [...WATCHABLE_STATES] }),
    ...(scope.hiddenUserIds.size > 0 ? { uploader: notHidden(scope) } : {}),
    ...(scope.showsNsfw ? {} : { isNsfw: trusted({ $ne: true }) }),
    ...(scope.showsSensitive ? {} : { isSensitive: trusted({ $ne: true }) }),
  }
}
