import type { FeedItem } from '#shared/feed'
import type { Actor } from '../accounts/actor.ts'
import { presentClips } from '../clips/present-clips.ts'
import type { OwnMarks } from '../engagement/own-marks.ts'
import { presentVideos } from '../videos/present-videos.ts'
import type { Admitted } from './admit.ts'
import { marksOf } from './own-things.ts'
import { playbackHints } from './playback-hints.ts'
import { nameCause } from './say-reason.ts'

/** @param position of the first in its sequence */
export async function presentFeed(
  actor: Actor,
  items: readonly Admitted[],
  position: number,
): Promise<FeedItem[]> {
  const things = await presentThings(actor, items)
  return items.flatMap(({ entry, clip, video, pack }, index) => {
    const item = things.get(entry.id)
    if (!item) return []
    const stretch = clip ?? { startSeconds: 0, endSeconds: video.duration }
    const addresses = {
      playlistURL: item.kind === 'clip' ? item.clipURL : (item.playbackURL ?? ''),
      posterURL: item.thumbnailURL,
    }
    const playback = playbackHints(pack, stretch, addresses)
    const reason = nameCause(entry.reason, item, video.title)
    return [{ item, reason, playback, path: entry.path, position: position + index }]
  })
}

/** Views by id; clips and videos with the same few queries however many they are. */
async function presentThings(
  actor: Actor,
  items: readonly Admitted[],
): Promise<Map<string, FeedItem['item']>> {
  const ofClips = items.filter(({ clip }) => clip)
  const parents = new Map(ofClips.map(({ video }) => [video._id.toHexString(), video]))
  const marks = marksOf(actor, items.map(({ entry }) => entry.id)) // prettier-ignore
  const [clips, videos] = await Promise.all([
    presentClips(actor, ofClips.map(({ clip }) => clip!), parents, marks), // prettier-ignore
    presentAlone(actor, items, marks),
  ])
  return new Map<string, FeedItem['item']>([
    ...clips.map((clip) => [clip.id, { kind: 'clip' as const, ...clip }] as const),
    ...videos.map((video) => [video.id, { kind: 'video' as const, ...video }] as const),
  ])
}

async function presentAlone(actor: Actor, items: readonly Admitted[], marks: Promise<Map<string, OwnMarks>>) {
  const alone = items.filter(({ clip }) => !clip).map(({ video }) => video)
  return alone.length > 0 ? presentVideos(actor, alone, marks) : []
}
