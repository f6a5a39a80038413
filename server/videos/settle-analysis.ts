import { trusted, type Types } from 'mongoose'
import { getObjectStore } from '../adapters/object-store/index.ts'
import { enqueue } from '../jobs/enqueue.ts'
import { announceVideoChange } from './video-changes.ts'
import { WATCHABLE_STATES } from './video-lifecycle.ts'
import { VideoSignals, type VideoSignalsDocument } from './video-signals.model.ts'
import { Video } from './video.model.ts'

const BATCH = 100

export interface Analysis {
  waveformKey: string
  signals: Omit<VideoSignalsDocument, '_id'>
}

/** Signals first, the mark on the video last: one that was cut between the two is done again and ends the same. */
export async function attachAnalysis(videoId: string, { waveformKey, signals }: Analysis): Promise<void> {
  await VideoSignals.replaceOne({ _id: videoId }, signals, { upsert: true })
  const marked = await markAnalysed(videoId, { waveformKey })
  // what was stored after a delete swept the video's things would stay for ever
  if (!marked) await Promise.all([VideoSignals.deleteOne({ _id: videoId }), getObjectStore().remove(waveformKey)])
} // prettier-ignore

/** Without signals: trying again would end no better. The video does without a waveform and without suggestions. */
export async function giveUpAnalysis(videoId: string): Promise<void> {
  await markAnalysed(videoId)
}

/** Asks for the analysis of videos that have none: those from before there was one, and those whose job was lost. */
export async function reconcileAnalyses(): Promise<void> {
  for (const state of WATCHABLE_STATES) {
    const videos = await Video.find({ analysedAt: null, state, deletedAt: null }, { _id: 1 })
      .sort({ _id: -1 })
      .limit(BATCH)
      .lean<{ _id: Types.ObjectId }[]>()
    for (const { _id } of videos) await enqueue('analyse-video', { videoId: _id.toHexString() })
  }
}

async function markAnalysed(videoId: string, fields: { waveformKey?: string } = {}): Promise<boolean> {
  const filter = { _id: videoId, deletedAt: null, state: trusted({ $in: [...WATCHABLE_STATES] }) }
  const video = await Video.findOneAndUpdate(filter, { $set: { ...fields, analysedAt: new Date() } }).lean()
  if (video) announceVideoChange({ videoId, uuid: video.uuid })
  return video !== null
}
