import type { Actor } from '../accounts/actor.ts'
import { knownThings } from '../known-things.ts'
import { readByIds } from '../plain-reads.ts'
import { mayWatch } from './may-watch.ts'
import { onVideoChange } from './video-changes.ts'
import { isWatchable } from './video-lifecycle.ts'
import type { VideoAccess } from './video-policy.ts'
import { Video, type VideoDocument } from './video.model.ts'

const RIGHTS = { uploader: 1, visibility: 1, state: 1, deletedAt: 1 } as const

/** Kept only while every process's changes are heard; a while at most, in case something changes them without saying so. */
const rights = knownThings<VideoAccess>({
  entries: 5_000,
  keptMs: 30_000,
  read: readRights,
  onlyWhileHearing: true,
})
onVideoChange(({ videoId }) => rights.forget(videoId))

/** Of these videos those that the reader may see and that can be played: for lists that show nothing else of them. */
export async function watchableIds(actor: Actor, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const videos = [...(await rights.find(ids))]
  const allowed = await Promise.all(
    videos.map(async ([, video]) => isWatchable(video.state) && (await mayWatch(actor, video))),
  )
  return new Set(videos.filter((_, index) => allowed[index]).map(([id]) => id))
}

async function readRights(ids: string[]): Promise<Map<string, VideoAccess>> {
  const videos = await readByIds<VideoAccess & Pick<VideoDocument, '_id'>>(Video, ids, RIGHTS)
  return new Map(videos.map((video) => [video._id.toHexString(), video]))
}
