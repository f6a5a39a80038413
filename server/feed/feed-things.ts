import type { Types } from 'mongoose'
import { boundedCache } from '../bounded-cache.ts'
import { hearsAllChanges, onChange } from '../changes.ts'
import { onClipChange } from '../clips/clip-changes.ts'
import { Clip, type ClipDocument } from '../clips/clip.model.ts'
import { knownThings } from '../known-things.ts'
import { readByIds } from '../plain-reads.ts'
import { onVideoChange } from '../videos/video-changes.ts'
import { Video, type VideoDocument } from '../videos/video.model.ts'

/**
 * So long a title or a counter that was changed in another process may be the one of before; what this process changes,
 * or hears of, shows at once. Whether something may be shown is kept only while every process's changes are heard.
 */
const KEPT_MS = 2_000
/** So long the views of others may go uncounted on a card: of them alone nobody is told. */
const KEPT_HEARING_MS = 30_000
const ENTRIES = 4_000

const limits = { entries: ENTRIES, keptMs: KEPT_MS, keptHearingMs: KEPT_HEARING_MS }
const clips = knownThings<Kept<ClipDocument> & { videoId: string }>({ ...limits, read: readClips })
const videos = knownThings<Kept<VideoDocument>>({ ...limits, read: readVideos })
const clipsOfVideo = boundedCache<Set<string>>({ entries: ENTRIES })

/** Something that a queue names, with its video; the same for everybody. */
export interface FeedThingFound {
  clip: ClipDocument | null
  video: VideoDocument
  /** Of the clip, or of the video where that is the item. */
  ids: ThingIds
}

/** Written out once: what is kept is looked at a thousand times a second, and each writing makes a dozen strings. */
export interface ThingIds {
  uploader: string
  topic: string | null
}

interface Kept<Row> {
  row: Row
  ids: ThingIds
}

/** As of now where others are not heard, whatever is kept: all that the hard rules look at. */
const RULED = { visibility: 1, state: 1, storageStage: 1, isNsfw: 1, isSensitive: 1, deletedAt: 1, packRevision: 1 } // prettier-ignore

/** By id, those that are there. One query; two more for those that nobody was shown just before. */
export async function findFeedThings(
  entries: readonly { kind: string; id: string }[],
): Promise<Map<string, FeedThingFound>> {
  const idsOf = (kind: string) => entries.filter((entry) => entry.kind === kind).map(({ id }) => id)
  const found = await clips.find(idsOf('clip'))
  const parentIds = Array.from(found.values(), ({ videoId }) => videoId)
  const videoIds = [...new Set([...parentIds, ...idsOf('video')])]
  const parents = hearsAllChanges() ? await videos.find(videoIds) : await findRuled(videoIds)
  const things = new Map<string, FeedThingFound>()
  for (const { kind, id } of entries) {
    const clip = kind === 'clip' ? found.get(id) : null
    const video = clip === undefined ? undefined : parents.get(clip?.videoId ?? id)
    if (video) things.set(id, { clip: clip?.row ?? null, video: video.row, ids: (clip ?? video).ids })
  }
  return things
}

async function findRuled(ids: readonly string[]): Promise<Map<string, Kept<VideoDocument>>> {
  const [known, ruled] = await Promise.all([
    videos.find(ids),
    readByIds<Partial<VideoDocument> & { _id: Types.ObjectId }>(Video, ids, RULED),
  ])
  return new Map(
    ruled.flatMap((fresh) => {
      const id = fresh._id.toHexString()
      const video = known.get(id)
      return video ? [[id, { ...video, row: { ...video.row, ...fresh } }] as const] : []
    }),
  )
}

onChange('counted', ({ targetId }) => {
  clips.forget(targetId)
  videos.forget(targetId)
})
onClipChange((clipId) => clips.forget(clipId))
onVideoChange(({ videoId }) => {
  videos.forget(videoId)
  for (const id of clipsOfVideo.get(videoId) ?? []) clips.forget(id)
})

async function readClips(ids: string[]) {
  const rows = (await readByIds<ClipDocument>(Clip, ids)).filter(({ deletedAt }) => !deletedAt)
  return new Map(
    rows.map((row) => {
      const [id, videoId] = [row._id.toHexString(), row.videoId.toHexString()]
      noteClip(videoId, id)
      return [id, { row, videoId, ids: idsOf(row) }] as const
    }),
  )
}

function noteClip(videoId: string, clipId: string): void {
  const known = clipsOfVideo.get(videoId) ?? new Set()
  clipsOfVideo.set(videoId, known.add(clipId))
}

async function readVideos(ids: string[]): Promise<Map<string, Kept<VideoDocument>>> {
  const rows = await readByIds<VideoDocument>(Video, ids)
  return new Map(rows.map((row) => [row._id.toHexString(), { row, ids: idsOf(row) }]))
}

function idsOf({ uploader, topicId }: ClipDocument | VideoDocument): ThingIds {
  return { uploader: uploader.toHexString(), topic: topicId?.toHexString() ?? null }
}
