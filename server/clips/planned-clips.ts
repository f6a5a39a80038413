import { trusted } from 'mongoose'
import { systemActor } from '../accounts/actor.ts'
import { isDuplicateKey } from '../database.ts'
import { AppError } from '../errors.ts'
import { enqueue } from '../jobs/enqueue.ts'
import { logger } from '../logger.ts'
import { isWatchable } from '../videos/video-lifecycle.ts'
import { Video, type VideoDocument } from '../videos/video.model.ts'
import { Clip } from './clip.model.ts'
import { createClip } from './create-clip.ts'

export interface PlannedClip {
  startSeconds: number
  endSeconds: number
  title: string
  description: string
}

/**
 * Notes clips that a video is to have, which may not be playable yet; they are made as soon as it is. What is there
 * already, by its times, stays as it is.
 */
export async function planClips(video: VideoDocument, clips: readonly PlannedClip[]): Promise<void> {
  if (clips.length === 0) return
  await Video.updateOne({ _id: video._id, deletedAt: null }, { $set: { plannedClips: [...clips] } })
  await enqueue('make-planned-clips', { videoId: video._id.toHexString() })
}

/** Cut anywhere, it is run again: each clip has a key, and the notes go last. */
export async function makePlannedClips(videoId: string): Promise<void> {
  const video = await Video.findOne({ _id: videoId, deletedAt: null }).lean<VideoDocument>()
  if (!video?.plannedClips?.length || !isWatchable(video.state)) return
  const keyOf = ({ startSeconds, endSeconds }: PlannedClip) =>
    `${video.importKey ?? video.uuid}#${Math.round(startSeconds * 1000)}-${Math.round(endSeconds * 1000)}`
  const keys = video.plannedClips.map(keyOf)
  const known = new Set(await Clip.distinct('importKey', { importKey: trusted({ $in: keys }) }))
  for (const planned of video.plannedClips) {
    const importKey = keyOf(planned)
    if (!known.has(importKey)) await makeClip(videoId, planned, importKey)
    known.add(importKey)
  }
  await Video.updateOne({ _id: video._id }, { $unset: { plannedClips: 1 } })
}

/** A clip that cannot be (it reaches beyond the video) must not keep the others away. */
async function makeClip(videoId: string, planned: PlannedClip, importKey: string): Promise<void> {
  const { startSeconds, endSeconds, title, description } = planned
  try {
    await createClip(systemActor, videoId, { startSeconds, endSeconds, title, description, importKey })
  } catch (error) {
    const isThere = isDuplicateKey(error)
    if (!isThere && !(error instanceof AppError && !error.retryable)) throw error
    if (!isThere) logger.warn({ error, videoId, title }, 'a clip of an import was passed over')
  }
}
