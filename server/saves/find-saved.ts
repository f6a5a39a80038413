import { Types, trusted } from 'mongoose'
import type { Page, PageQuery } from '#shared/common'
import type { SavedView } from '#shared/saved'
import type { UserActor } from '../accounts/actor.ts'
import { readClipsWithVideos } from '../clips/find-clips.ts'
import { presentClips } from '../clips/present-clips.ts'
import { Engagement, type EngagementDocument } from '../engagement/engagement.model.ts'
import { decodeCursor, encodeCursor } from '../page-cursor.ts'
import { viewerScope } from '../relationships/viewer-scope.ts'
import { isWantedContent } from '../videos/listed-videos.ts'
import { presentVideos } from '../videos/present-videos.ts'
import { readVideos } from '../videos/read-videos.ts'

/** Saved last first. What this person may not see any more, or turned off, is passed over: a page may be short. */
export async function findSaved(actor: UserActor, page: PageQuery): Promise<Page<SavedView>> {
  const after = page.cursor && decodeCursor(page.cursor, (key) => /^[0-9a-f]{24}$/.test(key))
  const rows = await Engagement.find({
    userId: new Types.ObjectId(actor.userId),
    kind: 'save',
    ...(after ? { _id: trusted({ $lt: new Types.ObjectId(after) }) } : {}),
  })
    .sort({ _id: -1 })
    .hint({ userId: 1, kind: 1, _id: -1 })
    .limit(page.limit + 1)
    .lean<EngagementDocument[]>()
  const shown = rows.slice(0, page.limit)
  const last = rows.length > page.limit ? shown.at(-1) : undefined
  const items = await findItems(actor, shown)
  return {
    items: shown.flatMap((row) => {
      const item = items.get(row.targetId.toHexString())
      return item ? [{ savedAt: row.date.toISOString(), item }] : []
    }),
    nextCursor: last ? encodeCursor(last._id.toHexString()) : null,
  }
}

async function findItems(
  actor: UserActor,
  rows: readonly EngagementDocument[],
): Promise<Map<string, SavedView['item']>> {
  const idsOf = (kind: string) =>
    rows.filter(({ targetKind }) => targetKind === kind).map(({ targetId }) => targetId.toHexString())
  const [scope, ofClips, found] = await Promise.all([
    viewerScope(actor),
    readClipsWithVideos(actor, idsOf('clip')),
    readVideos(actor, idsOf('video')),
  ])
  const wantedClips = ofClips.clips.filter(({ videoId }) =>
    isWantedContent(scope, ofClips.videos.get(videoId.toHexString())!),
  )
  const [clips, videos] = await Promise.all([
    presentClips(actor, wantedClips, ofClips.videos),
    presentVideos(actor, found.filter((video) => isWantedContent(scope, video))), // prettier-ignore
  ])
  return new Map<string, SavedView['item']>([
    ...clips.map((clip) => [clip.id, { kind: 'clip' as const, ...clip }] as const),
    ...videos.map((video) => [video.id, { kind: 'video' as const, ...video }] as const),
  ])
}
