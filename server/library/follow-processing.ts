import { setTimeout as sleep } from 'node:timers/promises'
import { trusted } from 'mongoose'
import { isSettled, isWatchable } from '../videos/video-lifecycle.ts'
import { Video, type VideoDocument } from '../videos/video.model.ts'

const POLL_MS = 500

export interface ProcessingState {
  /** 0 to 1 over all of them. */
  share: number
  total: number
  watchable: number
  settled: number
  failed: { title: string; reason: string }[]
}

/** Tells how the processing of videos goes, until each is ready, failed or deleted. */
export async function* followProcessing(videoIds: readonly string[], signal: AbortSignal) {
  for (;;) {
    const videos = await Video.find({ _id: trusted({ $in: [...videoIds] }) }).lean<VideoDocument[]>()
    const state = summarize(videos, videoIds.length)
    yield state
    if (state.settled === state.total) return
    await sleep(POLL_MS, undefined, { signal })
  }
}

/** @param total with those that were deleted meanwhile, which nobody waits for */
export function summarize(
  videos: readonly Pick<VideoDocument, 'state' | 'progress' | 'title' | 'failureReason'>[],
  total: number,
): ProcessingState {
  const gone = total - videos.length
  const shares = videos.map((video) => (isSettled(video.state) ? 1 : video.progress))
  const done = shares.reduce((sum, share) => sum + share, gone)
  return {
    share: total === 0 ? 1 : done / total,
    total,
    watchable: videos.filter((video) => isWatchable(video.state)).length,
    settled: gone + videos.filter((video) => isSettled(video.state)).length,
    failed: videos
      .filter((video) => video.state === 'failed')
      .map(({ title, failureReason }) => ({ title, reason: failureReason ?? 'It could not be processed.' })),
  }
}
