import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { getFfmpeg } from '../adapters/ffmpeg/index.ts'
import { AppError } from '../errors.ts'
import { enqueue } from '../jobs/enqueue.ts'
import { logger } from '../logger.ts'
import { failVideo } from '../videos/advance-video.ts'
import { Pack, type PackDocument } from '../videos/pack.model.ts'
import { isWatchable } from '../videos/video-lifecycle.ts'
import { copyOptions, firstRenditionOptions, SEGMENT_SECONDS } from './encode-options.ts'
import { firstStep } from './first-step.ts'
import { makePoster } from './make-poster.ts'
import { probeVideo, type WatchableFacts } from './probe-video.ts'
import { publishGrowing, TooLongSegments, type GrowingPack } from './publish-growing.ts'
import { renditionLadder } from './rendition-ladder.ts'
import { copiedInput, encodeSeconds, sourceInput } from './source-input.ts'
import {
  fetchSource,
  findVideo,
  runVideoStep,
  SOURCE_FILE,
  type OnProgress,
  type VideoStep,
} from './video-step.ts'

/** A player asks for whole segments, so a copied stream must have a keyframe at least this often. */
const MAX_SEGMENT_SECONDS = 15
/** Most copies are done by then, and are published as one object. */
const COPY_GRACE_MS = 600
const FIRST_FILE = 'first.mp4'

/**
 * Makes a video watchable: looks into the source, then copies what browsers play, or encodes the lowest rung and lets
 * people watch while it grows. What is wrong with the file fails the video with its reason; what is wrong with the
 * server is thrown. After a try that was cut the next starts over, under the next revision.
 */
export async function publishFirst(
  videoId: string,
  signal: AbortSignal,
  onProgress: OnProgress,
): Promise<void> {
  await runVideoStep({ videoId, signal, onProgress, span: [0, 0.3] }, async (step) => {
    if (!(await isPublished(videoId))) {
      const failure = await publish(step).catch((error: unknown) => ({ error }))
      if (failure) await settleFailure(step, failure.error)
      if (!(await isPublished(videoId))) return
    }
    await enqueue('make-artwork', { videoId })
    await enqueue('encode-ladder', { videoId })
  })
}

/** Trying again gives the same. */
export function isFinal(error: unknown): error is AppError {
  return error instanceof AppError && !error.retryable
}

/** Throws on what another try may mend. */
async function settleFailure({ videoId, signal }: VideoStep, error: unknown): Promise<void> {
  if (signal.aborted || !isFinal(error)) throw error
  await failVideo(videoId, error.message)
}

async function isPublished(videoId: string): Promise<boolean> {
  const video = await findVideo(videoId)
  if (!video || !isWatchable(video.state)) return false
  const filter = { videoUuid: video.uuid, revision: video.packRevision }
  return (await Pack.findOne(filter).lean<PackDocument>())?.isComplete ?? false
}

async function publish(step: VideoStep): Promise<void> {
  await fetchSource(step)
  const facts = await probeVideo({ folder: step.folder, file: SOURCE_FILE, signal: step.signal })
  if (firstStep(facts).video === 'copy') {
    try {
      return await publishCopy(step, facts)
    } catch (error) {
      if (!(error instanceof TooLongSegments)) throw error
      // what follows reads the file while it grows, and must not meet this one
      await rm(join(step.folder, FIRST_FILE), { force: true })
    }
  }
  await publishEncoded(step, facts)
}

async function publishCopy(step: VideoStep, facts: WatchableFacts): Promise<void> {
  const { video } = facts
  const output = copyOptions({ facts, audio: firstStep(facts).audio, file: FIRST_FILE })
  const rendition = { name: `${Math.min(video.width, video.height)}p`, width: video.width, height: video.height, frameRate: video.frameRate }
  await publishWhileWriting(step, facts, { rendition, input: copiedInput(), output, graceMs: COPY_GRACE_MS, targetSeconds: MAX_SEGMENT_SECONDS })
} // prettier-ignore

async function publishEncoded(step: VideoStep, facts: WatchableFacts): Promise<void> {
  const [rung] = renditionLadder(facts.video)
  if (!rung) throw new Error('a ladder has at least one rung')
  const build = (await getFfmpeg()).capabilities
  const output = firstRenditionOptions({
    facts,
    build,
    rung,
    audio: firstStep(facts).audio,
    file: FIRST_FILE,
  })
  const frameRate = rung.frameRate ?? facts.video.frameRate
  const rendition = { name: rung.name, width: rung.width, height: rung.height, frameRate }
  await publishWhileWriting(step, facts, {
    rendition,
    input: sourceInput(facts),
    output,
    graceMs: 0,
    targetSeconds: SEGMENT_SECONDS + 1,
  })
}

interface Writing {
  rendition: { name: string; width: number; height: number; frameRate: number }
  input: ReturnType<typeof sourceInput>
  output: string[]
  graceMs: number
  targetSeconds: number
}

/** Runs ffmpeg and publishes what it writes; when either fails, the other is ended before the folder goes. */
async function publishWhileWriting(step: VideoStep, facts: WatchableFacts, writing: Writing): Promise<void> {
  const ffmpeg = await getFfmpeg()
  const halt = new AbortController()
  const signal = AbortSignal.any([step.signal, halt.signal])
  const run = ffmpeg.run({
    folder: step.folder,
    inputs: [writing.input],
    output: writing.output,
    limits: {
      wallSeconds: encodeSeconds(facts.durationSeconds),
      outputBytes: 2 * step.video.source.sizeBytes + 2 ** 30,
    },
    signal,
    onProgress: (seconds) => step.report(seconds / facts.durationSeconds),
  })
  let poster: Promise<void> | undefined
  const pack: GrowingPack = {
    ...{ videoId: step.videoId, videoUuid: step.video.uuid, revision: step.video.packRevision + 1 },
    ...{
      folder: step.folder,
      graceMs: writing.graceMs,
      targetSeconds: writing.targetSeconds,
      maxSegmentSeconds: MAX_SEGMENT_SECONDS,
      signal,
    },
    rendition: { ...writing.rendition, file: FIRST_FILE, kind: facts.audio ? 'muxed' : 'video' },
    facts: { duration: facts.durationSeconds, width: facts.video.width, height: facts.video.height },
    onFirstPublished: () => (poster = startPoster(step, facts)),
  }
  try {
    await publishGrowing(pack, run)
  } finally {
    halt.abort(new Error('the publishing of this run ended'))
    await Promise.allSettled([run, poster])
  }
}

/** The grid shows a picture as soon as the video can be watched; without one here, make-artwork makes it. */
async function startPoster(step: VideoStep, facts: WatchableFacts): Promise<void> {
  await makePoster(step, facts).catch((error: unknown) => logger.warn({ error }, 'no poster yet'))
}
