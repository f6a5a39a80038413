import type { Actor } from '../accounts/actor.ts'
import { readVideos } from '../videos/read-videos.ts'
import { isWatchable } from '../videos/video-lifecycle.ts'
import type { VideoDocument } from '../videos/video.model.ts'
import type { ClipDocument } from './clip.model.ts'

/** By id: the videos of some clips that their reader may see, and that can be played. */
export type ParentVideos = ReadonlyMap<string, VideoDocument>

/** The videos of these clips by id: those that this reader may see, and that can be played. */
export async function findParentVideos(
  actor: Actor,
  clips: readonly Pick<ClipDocument, 'videoId'>[],
): Promise<ParentVideos> {
  const ids = [...new Set(clips.map((clip) => clip.videoId.toHexString()))]
  const videos = await readVideos(actor, ids)
  return playable(videos)
}

export function playable(videos: readonly VideoDocument[]): ParentVideos {
  return new Map(
    videos.filter(({ state }) => isWatchable(state)).map((video) => [video._id.toHexString(), video]),
  )
}
