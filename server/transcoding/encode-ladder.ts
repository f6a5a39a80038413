import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { getFfmpeg } from '../adapters/ffmpeg/index.ts'
import { enqueue } from '../jobs/enqueue.ts'
import { logger } from '../logger.ts'
import { publishPack } from '../videos/advance-video.ts'
import { bitrates } from './bitrates.ts'
import { boundariesOf, cheaperThan, isCopyCandidate, isFitForLadder } from './copied-rung.ts'
import { copyOptions, ladderOptions } from './encode-options.ts'
import { firstStep } from './first-step.ts'
import { probeVideo, type WatchableFacts } from './probe-video.ts'
import { isFinal } from './publish-first.ts'
import { renditionLadder, type Rung } from './rendition-ladder.ts'
import { copiedInput, encodeSeconds, sourceInput } from './source-input.ts'
import {
  fetchSource,
  findVideo,
  runVideoStep,
  SOURCE_FILE,
  type OnProgress,
  type VideoStep,
} from './video-step.ts'
import { indexFile, writePack, type RenditionFile } from './write-pack.ts'

/** A player that began on the early pack goes on reading it: longer than an evening, pauses included. */
const EARLY_PACK_KEPT_MS = 12 * 3600 * 1000
const AUDIO_FILE = 'audio.mp4'
const COPIED_FILE = 'copied.mp4'

/**
 * Encodes every rung with one decode, joins them to the final pack and makes the video ready. A rung that the source
 * already is gets copied. When the file cannot be encoded any further, the video stays watchable as it is.
 */
export async function encodeLadder(videoId: string, signal: AbortSignal, onProgress: OnProgress): Promise<void> {
  await runVideoStep({ videoId, signal, onProgress, span: [0.3, 1] }, async (step) => {
    try {
      if (step.video.state !== 'ready') await encode(step)
    } catch (error) {
      if (!isFinal(error) || signal.aborted || !(await findVideo(videoId))) throw error
      logger.warn({ error, videoId }, 'the ladder cannot be made: the first rendition stays')
      await enqueue('analyse-video', { videoId })
      return
    }
    const runAt = new Date(Date.now() + EARLY_PACK_KEPT_MS)
    await enqueue('remove-early-pack', { videoId }, { runAt })
    await enqueue('make-artwork', { videoId })
    await enqueue('analyse-video', { videoId })
    await enqueue('compress-original', { videoId })
  })
} // prettier-ignore

async function encode(step: VideoStep): Promise<void> {
  await fetchSource(step)
  const facts = await probeVideo({ folder: step.folder, file: SOURCE_FILE, signal: step.signal })
  const files = await makeRenditions(step, facts)
  const current = await findVideo(step.videoId)
  if (!current || current.state === 'ready') return // another worker was faster: its object must not be replaced
  const revision = current.packRevision + 1
  const { folder, signal } = step
  const { uuid: videoUuid } = current
  const pack = await writePack(
    { folder, videoUuid, revision, objectKey: `videos/${videoUuid}`, signal },
    files,
  )
  const { width, height } = facts.video
  await publishPack(step.videoId, pack, { duration: facts.durationSeconds, width, height }, 'ready')
}

async function makeRenditions(step: VideoStep, facts: WatchableFacts): Promise<RenditionFile[]> {
  const ffmpeg = await getFfmpeg()
  const rungs = renditionLadder(facts.video)
  const top = rungs.at(-1)!
  const copy = isCopyCandidate(facts, top) ? await copyTop(step, facts, top) : null
  const encoded = (copy ? cheaperThan(copy.peakBitrate, rungs.slice(0, -1)) : rungs).map((rung) => ({
    rung,
    file: `${rung.name}.mp4`,
  }))
  const { audio } = firstStep(facts)
  const output = ladderOptions({
    facts,
    build: ffmpeg.capabilities,
    encoded,
    boundaries: copy?.boundaries ?? null,
    audio,
    audioFile: AUDIO_FILE,
  })
  if (encoded.length > 0 || audio !== 'none') {
    await ffmpeg.run({ ...runOf(step, facts), inputs: [sourceInput(facts)], output, isLowPriority: true })
  }
  const copied = copy ? [{ rung: top, file: COPIED_FILE }] : []
  return [
    ...(audio === 'none' ? [] : [soundFile()]),
    ...[...encoded, ...copied].map(({ rung, file }) => pictureFile(rung, file, facts)),
  ]
}

interface CopiedTop {
  /** Where its segments start, in seconds. */
  boundaries: number[]
  peakBitrate: number
}

/** Null when the source cannot take the top rung's place. */
async function copyTop(step: VideoStep, facts: WatchableFacts, top: Rung): Promise<CopiedTop | null> {
  const output = copyOptions({ facts, audio: 'none', file: COPIED_FILE })
  await (await getFfmpeg()).run({ ...runOf(step, facts), inputs: [copiedInput()], output })
  const path = join(step.folder, COPIED_FILE)
  const index = await indexFile(path)
  const rates = bitrates(index)
  if (isFitForLadder({ ...index, ...rates }, top)) {
    return { boundaries: boundariesOf(index.segmentSeconds), peakBitrate: rates.peakBitrate }
  }
  await rm(path)
  return null
} // prettier-ignore

function runOf({ folder, signal, report, video }: VideoStep, facts: WatchableFacts) {
  return {
    folder,
    signal,
    limits: {
      wallSeconds: encodeSeconds(facts.durationSeconds),
      outputBytes: 2 * video.source.sizeBytes + 2 ** 30,
    },
    onProgress: (seconds: number) => report((0.98 * seconds) / facts.durationSeconds),
  }
}

function soundFile(): RenditionFile {
  return { file: AUDIO_FILE, name: 'audio', kind: 'audio', width: 0, height: 0, frameRate: 0 }
}

function pictureFile({ name, width, height, frameRate }: Rung, file: string, facts: WatchableFacts): RenditionFile {
  return { file, name, kind: 'video', width, height, frameRate: frameRate ?? facts.video.frameRate }
} // prettier-ignore
