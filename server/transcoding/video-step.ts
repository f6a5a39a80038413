import { join } from 'node:path'
import { withWorkFolder } from '../adapters/ffmpeg/work-folder.ts'
import { getObjectStore } from '../adapters/object-store/index.ts'
import { recordProgress } from '../videos/advance-video.ts'
import { Video, type VideoDocument } from '../videos/video.model.ts'

/** Extends the job's lease also while nothing can be counted, as during a long download. */
const HEARTBEAT_MS = 4000
export const SOURCE_FILE = 'source'

export type OnProgress = (share: number) => Promise<void>

export interface VideoStep {
  videoId: string
  video: VideoDocument
  /** This job's private folder; gone afterwards. */
  folder: string
  signal: AbortSignal
  /** 0 to 1 over this step. */
  report: (share: number) => void
}

interface StepSettings {
  videoId: string
  signal: AbortSignal
  onProgress: OnProgress
  /** Which part of the whole processing this step is; none for what nobody waits for. */
  span?: [from: number, to: number]
}

export function findVideo(videoId: string): Promise<VideoDocument | null> {
  return Video.findOne({ _id: videoId, deletedAt: null }).lean<VideoDocument>().exec()
}

/** Runs a job's step on a video that still exists, in a folder of its own, with its progress told about once a second. */
export async function runVideoStep(
  settings: StepSettings,
  step: (context: VideoStep) => Promise<void>,
): Promise<void> {
  const { videoId, signal } = settings
  const video = await findVideo(videoId)
  if (!video) return
  const reporter = startReporter(settings)
  try {
    await withWorkFolder((folder) => step({ videoId, video, folder, signal, report: reporter.report }))
  } catch (error) {
    if (await findVideo(videoId)) throw error
    // deleted meanwhile: there is nothing left to do, and nobody to tell
  } finally {
    reporter.stop()
  }
}

/** The original, as `source` in the work folder. */
export async function fetchSource({ video, folder, signal }: VideoStep): Promise<void> {
  await getObjectStore().download(video.source.objectKey, join(folder, SOURCE_FILE))
  signal.throwIfAborted()
}

function startReporter({ videoId, onProgress, span }: StepSettings) {
  let share = 0
  let told = -1
  async function tell() {
    const isNews = share > told
    told = share
    await onProgress(share)
    if (span && isNews) await recordProgress(videoId, span[0] + share * (span[1] - span[0]))
  }
  // a lost report is made up by the next one; a lost lease reaches the step through its signal
  const beat = () => void tell().catch(() => {})
  const heartbeat = setInterval(beat, HEARTBEAT_MS)
  let lastNews = 0
  return {
    report(value: number) {
      share = Math.max(share, Math.min(1, value))
      if (Date.now() - lastNews < 1000) return
      lastNews = Date.now()
      beat()
    },
    stop: () => clearInterval(heartbeat),
  }
}
