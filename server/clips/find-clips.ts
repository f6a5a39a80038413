import { Types, trusted, type QueryFilter } from 'mongoose'
import type { ListClipsQuery } from '#shared/clips'
import type { Page, PageQuery } from '#shared/common'
import type { Actor } from '../accounts/actor.ts'
import { decodeCursor, encodeCursor } from '../page-cursor.ts'
import { readByIds } from '../plain-reads.ts'
import { notHidden, viewerScope, type ViewerScope } from '../relationships/viewer-scope.ts'
import { topicIdsWithin } from '../videos/find-videos.ts'
import { getVideo } from '../videos/get-video.ts'
import { isListedFor } from '../videos/listed-videos.ts'
import { Clip, type ClipDocument } from './clip.model.ts'
import { findParentVideos, playable, type ParentVideos } from './parent-videos.ts'

export interface ClipFilter {
  videoId?: string
  topicIds?: readonly (string | Types.ObjectId)[]
  uploaderId?: string
}

/** Clips with their videos, as this reader may see them at this moment: to show them nothing is read again. */
export interface ClipPage extends Page<ClipDocument> {
  videos: ParentVideos
}

/**
 * Clips of one video in the order of their start; otherwise those of listed videos, newest first.
 * What a list shows to this reader is left to `presentClips`, so a page may come out shorter than its limit.
 * @throws NotFound for a video that this actor may not know of
 */
export async function findClips(actor: Actor, filter: ClipFilter, page: PageQuery): Promise<ClipPage> {
  return filter.videoId ? findClipsOfVideo(actor, filter.videoId, page) : findNewestClips(actor, filter, page)
} // prettier-ignore

/** What everybody can watch, newest first; of one topic with its subtopics when told. */
export async function listClips(actor: Actor, { topic, ...page }: ListClipsQuery): Promise<ClipPage> {
  return findClips(actor, topic ? { topicIds: await topicIdsWithin(topic) } : {}, page)
} // prettier-ignore

/** Of these clips those whose video the reader may see, in the order of the ids. */
export async function readClips(actor: Actor, ids: readonly string[]): Promise<ClipDocument[]> {
  return (await readClipsWithVideos(actor, ids)).clips
}

/** As `readClips`, with the videos. */
export async function readClipsWithVideos(
  actor: Actor,
  ids: readonly string[],
): Promise<{ clips: ClipDocument[]; videos: ParentVideos }> {
  if (ids.length === 0) return { clips: [], videos: new Map() }
  const clips = (await readByIds<ClipDocument>(Clip, ids)).filter((clip) => !clip.deletedAt)
  const byId = new Map(clips.map((clip) => [clip._id.toHexString(), clip]))
  const videos = await findParentVideos(actor, clips)
  const readable = ids
    .flatMap((id) => byId.get(id) ?? [])
    .filter((clip) => videos.has(clip.videoId.toHexString()))
  return { clips: readable, videos }
}

async function findClipsOfVideo(actor: Actor, videoId: string, page: PageQuery): Promise<ClipPage> {
  // at once: who may not see the video is told of none of them
  const [video, clips] = await Promise.all([
    getVideo(actor, videoId),
    Clip.find({
      videoId: new Types.ObjectId(videoId),
      deletedAt: null,
      ...(page.cursor ? afterPlace(page.cursor) : {}),
    })
      .sort({ startSeconds: 1, _id: 1 })
      .limit(page.limit + 1)
      .lean<ClipDocument[]>(),
  ])
  const found = cut(clips, page.limit, (clip) => `${clip.startSeconds} ${clip._id.toHexString()}`)
  return { ...found, videos: playable([video]) }
}

async function findNewestClips(actor: Actor, filter: ClipFilter, page: PageQuery): Promise<ClipPage> {
  const scope = await viewerScope(actor)
  const clips = await Clip.find({
    ...(filter.topicIds
      ? { topicId: trusted({ $in: filter.topicIds.map((id) => new Types.ObjectId(id)) }) }
      : {}),
    ...uploaderFilter(scope, filter.uploaderId),
    isListed: true,
    deletedAt: null,
    ...(page.cursor ? { _id: trusted({ $lt: new Types.ObjectId(decodeCursor(page.cursor, isId)) }) } : {}),
  })
    .sort({ _id: -1 })
    .hint(indexFor(filter))
    .limit(page.limit + 1)
    .lean<ClipDocument[]>()
  const found = cut(clips, page.limit, (clip) => clip._id.toHexString())
  const videos = await findParentVideos(actor, found.items)
  return { ...found, items: onlyListed(scope, found.items, videos), videos }
} // prettier-ignore

/** `isListed` may be a moment late, and knows nothing of what this reader turned off. */
function onlyListed(scope: ViewerScope, clips: ClipDocument[], videos: ParentVideos): ClipDocument[] {
  return clips.filter((clip) => {
    const video = videos.get(clip.videoId.toHexString())
    return video !== undefined && isListedFor(scope, video)
  })
}

/** Named: people who are hidden make the one by uploader look good, which does not give the order. */
function indexFor({ topicIds, uploaderId }: ClipFilter): Record<string, 1 | -1> {
  if (uploaderId) return { uploader: 1, isListed: 1, _id: -1 }
  return topicIds ? { topicId: 1, isListed: 1, _id: -1 } : { isListed: 1, _id: -1 }
}

function uploaderFilter(scope: ViewerScope, uploaderId: string | undefined): QueryFilter<ClipDocument> {
  if (uploaderId) return { uploader: new Types.ObjectId(uploaderId) }
  return scope.hiddenUserIds.size > 0 ? { uploader: notHidden(scope) } : {}
}

function cut(clips: ClipDocument[], limit: number, keyOf: (clip: ClipDocument) => string): Page<ClipDocument> {
  const items = clips.slice(0, limit)
  const last = clips.length > limit ? items.at(-1) : undefined
  return { items, nextCursor: last ? encodeCursor(keyOf(last)) : null }
} // prettier-ignore

/** The first bound is what the index seeks by; the second tells clips of one start apart. */
function afterPlace(cursor: string): QueryFilter<ClipDocument> {
  const [seconds = '', id = ''] = decodeCursor(cursor, isPlace).split(' ')
  const startSeconds = Number(seconds)
  return {
    startSeconds: trusted({ $gte: startSeconds }),
    $or: [
      { startSeconds: trusted({ $gt: startSeconds }) },
      { startSeconds, _id: trusted({ $gt: new Types.ObjectId(id) }) },
    ],
  }
}

const isId = (key: string) => /^[0-9a-f]{24}$/.test(key)
const isPlace = (key: string) => /^\d{1,6}(?:\.\d{1,3})? [0-9a-f]{24}$/.test(key)
