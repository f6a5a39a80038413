import type { Actor } from '../accounts/actor.ts'
import { readByIds } from '../plain-reads.ts'
import { mayWatch } from './may-watch.ts'
import { isWatchable } from './video-lifecycle.ts'
import type { VideoAccess } from './video-policy.ts'
import { Video, type VideoDocument } from './video.model.ts'

const RIGHTS = { uploader: 1, visibility: 1, state: 1, deletedAt: 1 } as const

/** Of these videos those that the reader may see and that can be played: for lists that show nothing else of them. */
export async function watchableIds(actor: Actor, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const videos = await readByIds<VideoAccess & Pick<VideoDocument, '_id'>>(Video, ids, RIGHTS)
  const allowed = await Promise.all(
    videos.map(async (video) => isWatchable(video.state) && (await mayWatch(actor, video))),
  )
  return new Set(videos.filter((_, index) => allowed[index]).map(({ _id }) => _id.toHexString()))
}
