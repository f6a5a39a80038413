import type { Actor } from '../accounts/actor.ts'
import { readByIds } from '../plain-reads.ts'
import { mayWatch } from './may-watch.ts'
import { Video, type VideoDocument } from './video.model.ts'

/**
 * Of these ids those that the reader may see, in the order given. The rights to each are looked at as `getVideo` does;
 * what a list hides by preference its caller filters (`isListedFor`).
 */
export async function readVideos(actor: Actor, ids: readonly string[]): Promise<VideoDocument[]> {
  if (ids.length === 0) return []
  const videos = await readByIds<VideoDocument>(Video, ids)
  const allowed = await Promise.all(videos.map((video) => mayWatch(actor, video)))
  const byId = new Map(
    videos.filter((_, index) => allowed[index]).map((video) => [video._id.toHexString(), video]),
  )
  return ids.map((id) => byId.get(id)).filter((video) => video !== undefined)
}
