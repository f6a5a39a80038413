import type { ClipView } from '#shared/clips'
import type { ShareView } from '#shared/sharing'
import type { VideoView } from '#shared/videos'
import type { UserActor } from '../accounts/actor.ts'
import { findPeople } from '../accounts/find-people.ts'
import { readClips } from '../clips/find-clips.ts'
import { presentClips } from '../clips/present-clips.ts'
import { viewerScope } from '../relationships/viewer-scope.ts'
import { presentVideos } from '../videos/present-videos.ts'
import { readVideos } from '../videos/read-videos.ts'
import type { VideoDocument } from '../videos/video.model.ts'
import type { ShareDocument } from './share.model.ts'

/** As this reader may see them now: what was hidden since, or is turned off by them, is left out. */
export async function presentShares(
  actor: UserActor,
  shares: readonly ShareDocument[],
): Promise<ShareView[]> {
  const [people, { videos, clips }] = await Promise.all([
    findPeople([...new Set(shares.map((share) => share.fromUserId.toString()))]),
    findThings(actor, shares),
  ])
  return shares.flatMap((share) => {
    const from = people.get(share.fromUserId.toString())
    const video = share.clipId ? null : videos.get(share.videoId.toString())
    const clip = share.clipId ? clips.get(share.clipId.toString()) : null
    if (!from || video === undefined || clip === undefined) return []
    const { message, date } = share
    const view: ShareView = { id: share._id.toString(), from, message, date: date.toISOString(), video, clip }
    return [view]
  })
}

async function findThings(actor: UserActor, shares: readonly ShareDocument[]) {
  const videos = await readVideos(actor, [...new Set(shares.map((share) => share.videoId.toString()))])
  const shown = await withoutTurnedOff(actor, videos)
  const shownIds = new Set(shown.map((video) => video._id.toString()))
  const alone = new Set(shares.flatMap((share) => (share.clipId ? [] : share.videoId.toString())))
  const clipIds = shares.flatMap((share) =>
    share.clipId && shownIds.has(share.videoId.toString()) ? share.clipId.toString() : [],
  )
  const [videoViews, clipViews] = await Promise.all([
    presentVideos(actor, shown.filter((video) => alone.has(video._id.toString()))),
    presentClips(actor, await readClips(actor, [...new Set(clipIds)])),
  ]) // prettier-ignore
  return { videos: byId<VideoView>(videoViews), clips: byId<ClipView>(clipViews) }
}

async function withoutTurnedOff(actor: UserActor, videos: VideoDocument[]): Promise<VideoDocument[]> {
  const { showsNsfw, showsSensitive } = await viewerScope(actor)
  return videos.filter(
    (video) =>
      video.uploader.toString() === actor.userId ||
      ((showsNsfw || !video.isNsfw) && (showsSensitive || !video.isSensitive)),
  )
}

function byId<Item extends { id: string }>(items: Item[]): Map<string, Item> {
  return new Map(items.map((item) => [item.id, item]))
}
