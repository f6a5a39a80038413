import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { WaveformView } from '#shared/studio'
import { getFfmpeg } from '../adapters/ffmpeg/index.ts'
import { getObjectStore } from '../adapters/object-store/index.ts'
import { logger } from '../logger.ts'
import { Pack, type PackDocument, type PackRendition } from '../videos/pack.model.ts'
import { attachAnalysis, giveUpAnalysis } from '../videos/settle-analysis.ts'
import type { VideoDocument } from '../videos/video.model.ts'
import { analysisPlan, SIGNAL_FILES, type AnalysisPlan } from './analysis-plan.ts'
import { isFinal } from './publish-first.ts'
import { readRendition } from './read-rendition.ts'
import { readSignals, type SignalTexts } from './read-signals.ts'
import { encodeSeconds } from './source-input.ts'
import { runVideoStep, type OnProgress, type VideoStep } from './video-step.ts'

const PICTURE_FILE = 'pictures.mp4'
const SOUND_FILE = 'sound.mp4'
/** A line for each picture that flickers and each peak stays far below; more is no video of ours. */
const MAX_SIGNAL_BYTES = 64 * 2 ** 20

/**
 * Looks at a video once for scene cuts, black pictures, silences and loudness, from its lowest rendition, which decodes
 * quickest. A video that cannot be analysed does without.
 */
export async function analyseVideo(videoId: string, signal: AbortSignal, onProgress: OnProgress): Promise<void> {
  await runVideoStep({ videoId, signal, onProgress }, async (step) => {
    const pack = step.video.analysedAt ? null : await completePack(step.video)
    if (!pack) return // done, or still growing: whoever completes it asks again
    try {
      await analyse(step, pack)
    } catch (error) {
      if (!isFinal(error) || signal.aborted) throw error
      logger.warn({ error, videoId }, 'this video cannot be analysed')
      await giveUpAnalysis(videoId)
    }
  })
} // prettier-ignore

async function analyse(step: VideoStep, pack: PackDocument): Promise<void> {
  const { video, folder, videoId } = step
  const plan = analysisPlan(video.duration)
  await runPass(step, plan, await fetchRenditions(step, pack))
  const { waveform, ...signals } = readSignals(await readTexts(folder), {
    ...plan,
    durationSeconds: video.duration,
    frameRate: Math.max(...pack.renditions.map((rendition) => rendition.frameRate)),
  })
  const waveformKey = `artwork/${video.uuid}/waveform.json`
  const bytes = Buffer.from(JSON.stringify(waveform satisfies WaveformView))
  await getObjectStore().put(waveformKey, bytes, { contentType: 'application/json' })
  await attachAnalysis(videoId, { waveformKey, signals })
} // prettier-ignore

async function completePack({ uuid, packRevision }: VideoDocument): Promise<PackDocument | null> {
  const filter = { videoUuid: uuid, revision: packRevision, isComplete: true }
  return await Pack.findOne(filter).lean<PackDocument>()
}

/** @returns the file that holds the sound, null for a video without */
async function fetchRenditions({ folder, signal }: VideoStep, pack: PackDocument): Promise<string | null> {
  const fetch = (rendition: PackRendition, file: string) =>
    readRendition(pack, rendition, join(folder, file), signal)
  const lowest = pack.renditions.find(({ kind }) => kind !== 'audio')
  if (lowest) await fetch(lowest, PICTURE_FILE)
  if (lowest?.kind === 'muxed' && lowest.codecs.includes('mp4a')) return PICTURE_FILE
  const sound = pack.renditions.find(({ kind }) => kind === 'audio')
  if (sound) await fetch(sound, SOUND_FILE)
  return sound ? SOUND_FILE : null
}

/** One process decodes pictures and sound once each; what it finds is written to text files beside them. */
async function runPass(step: VideoStep, plan: AnalysisPlan, soundFile: string | null): Promise<void> {
  const nowhere = ['-f', 'null', '-']
  const sound = soundFile ? ['-map', `${soundFile === PICTURE_FILE ? 0 : 1}:a:0`, '-af', plan.soundFilters] : []
  await (await getFfmpeg()).run({
    folder: step.folder,
    inputs: [{ file: PICTURE_FILE }, ...(soundFile === SOUND_FILE ? [{ file: SOUND_FILE }] : [])],
    output: [
      ...['-map', '0:v:0', '-vf', plan.pictureFilters, ...nowhere],
      ...(soundFile ? [...sound, ...nowhere] : []),
    ],
    limits: { wallSeconds: encodeSeconds(step.video.duration), outputBytes: MAX_SIGNAL_BYTES },
    isLowPriority: true,
    signal: step.signal,
  })
} // prettier-ignore

async function readTexts(folder: string): Promise<SignalTexts> {
  const read = (file: string) => readFile(join(folder, file), 'utf8').catch(emptyWhereMissing)
  const [cuts, blacks, silences, peaks] = await Promise.all([
    read(SIGNAL_FILES.cuts),
    read(SIGNAL_FILES.blacks),
    read(SIGNAL_FILES.silences),
    read(SIGNAL_FILES.peaks),
  ])
  return { cuts, blacks, silences, peaks }
}

/** A video without sound has no files about it. */
function emptyWhereMissing(error: NodeJS.ErrnoException): string {
  if (error.code !== 'ENOENT') throw error
  return ''
}
