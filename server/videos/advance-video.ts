import { trusted } from 'mongoose'
import type { VideoState } from '#shared/videos'
import { getObjectStore } from '../adapters/object-store/index.ts'
import { NotFound } from '../errors.ts'
import { enqueue } from '../jobs/enqueue.ts'
import { partsOf } from './pack-parts.ts'
import { Pack, type PackDocument } from './pack.model.ts'
import { tellCreator } from './tell-creator.ts'
import { announceVideoChange } from './video-changes.ts'
import { statesBefore } from './video-lifecycle.ts'
import { Video, type VideoDocument } from './video.model.ts'

/** Progress only grows, so that a job's second try does not run the bar backwards. `share`: 0 to 1 over the whole processing. */
export async function recordProgress(videoId: string, share: number): Promise<void> {
  await Video.updateOne(
    { _id: videoId, deletedAt: null },
    { $max: { progress: Math.min(1, Math.max(0, share)) } },
  )
}

/** Seconds and pixels, as played: after rotation. */
export interface PlaybackFacts {
  duration: number
  width: number
  height: number
}

/**
 * Puts a stored pack before the viewers: first its index, then, by compare-and-set, the video's revision and state.
 * A revision that is already out stays as it is, so a job's second run changes nothing.
 * @throws NotFound when the video was deleted meanwhile; the pack's bytes are removed then
 */
export async function publishPack(
  videoId: string,
  pack: Omit<PackDocument, '_id'>,
  facts: PlaybackFacts,
  state: 'playable' | 'ready',
): Promise<void> {
  const keys = partsOf(pack).map((part) => part.objectKey)
  const video = await requireLive(videoId, keys)
  // one that is out already was perhaps published by a run that died before it told anybody
  if (video.packRevision >= pack.revision) return followPublishing(video)
  await Pack.replaceOne({ videoUuid: pack.videoUuid, revision: pack.revision }, pack, { upsert: true })
  const progress = state === 'ready' ? { progress: 1 } : {}
  const published = await Video.updateOne(
    {
      _id: videoId,
      deletedAt: null,
      packRevision: trusted({ $lt: pack.revision }),
      state: trusted({ $in: statesBefore(state) }),
    },
    { $set: { ...facts, ...progress, packRevision: pack.revision, state }, $unset: { failureReason: 1 } },
  )
  if (published.matchedCount === 0) await requireLive(videoId, keys)
  announceVideoChange({ videoId, uuid: video.uuid })
  await followPublishing({ ...video, state })
}

async function followPublishing(video: VideoDocument): Promise<void> {
  if (video.plannedClips?.length) await enqueue('make-planned-clips', { videoId: video._id.toHexString() })
  await tellCreator(video)
}

export interface Artwork {
  posterKey?: string
  previewKey?: string
  storyboard?: VideoDocument['storyboard']
  captions?: { language: string; label: string; objectKey: string }[]
}

/** @throws NotFound when the video was deleted meanwhile; the artwork's bytes are removed then */
export async function attachArtwork(videoId: string, artwork: Artwork): Promise<void> {
  const keys = [
    artwork.posterKey,
    artwork.previewKey,
    artwork.storyboard?.objectKey,
    ...(artwork.captions ?? []).map((caption) => caption.objectKey),
  ].filter((key) => key !== undefined)
  const video = await requireLive(videoId, keys)
  const live = { _id: videoId, deletedAt: null }
  const { posterKey, captions, ...rest } = artwork
  await Video.updateOne(live, { $set: rest })
  // a picture or captions that the creator brought meanwhile stay
  if (posterKey) {
    const thumbnailURL = `/cdn/${video.uuid}/poster`
    await Video.updateOne({ ...live, posterKey: null }, { $set: { posterKey, thumbnailURL } })
  }
  if (captions) {
    const change = { captions, captionsUnindexedSince: new Date() }
    await Video.updateOne({ ...live, captions: trusted({ $size: 0 }) }, { $set: change })
  }
  await requireLive(videoId, keys)
  announceVideoChange({ videoId, uuid: video.uuid })
  if (artwork.captions) await enqueue('index-captions', { videoId })
}

/** `reason`: plain words, with what to do next. Changes nothing for a video that people can already watch. */
export async function failVideo(videoId: string, reason: string): Promise<void> {
  const video = await Video.findOneAndUpdate(
    { _id: videoId, deletedAt: null, state: trusted({ $in: statesBefore('failed') satisfies VideoState[] }) },
    { $set: { state: 'failed', failureReason: reason } },
  ).lean<VideoDocument>()
  if (video) announceVideoChange({ videoId, uuid: video.uuid })
  const failed = await Video.findOne({ _id: videoId, deletedAt: null, state: 'failed' }).lean<VideoDocument>()
  if (failed) await tellCreator(failed)
}

/** Bytes that were stored after a delete swept the video's keys would stay for ever, so whoever stored them removes them. */
async function requireLive(videoId: string, storedKeys: string[]): Promise<VideoDocument> {
  const video = await Video.findOne({ _id: videoId, deletedAt: null }).lean<VideoDocument>()
  if (video) return video
  await Promise.all(storedKeys.map((key) => getObjectStore().remove(key)))
  throw new NotFound('This video was deleted.')
}
