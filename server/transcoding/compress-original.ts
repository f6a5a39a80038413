import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { outputFile } from '../adapters/ffmpeg/confined-ffmpeg.ts'
import { getFfmpeg } from '../adapters/ffmpeg/index.ts'
import { getObjectStore } from '../adapters/object-store/index.ts'
import { logger } from '../logger.ts'
import { Video } from '../videos/video.model.ts'
import { areEqualFrames, losslessPlan, parseFrameHashes, type LosslessPlan } from './lossless-plan.ts'
import { probeVideo, type WatchableFacts } from './probe-video.ts'
import { isFinal } from './publish-first.ts'
import { encodeSeconds } from './source-input.ts'
import { fetchSource, runVideoStep, SOURCE_FILE, type OnProgress, type VideoStep } from './video-step.ts'
import { writeObject } from './write-object.ts'

const SMALLER_FILE = 'smaller.mkv'
/** Less than this is not worth another container. */
const WORTH_IT = 0.95

/**
 * Keeps a raw or intra-only original in less space, when every frame and every sample comes out the same; any other
 * original stays bit for bit. The old object goes only after the record names the new one.
 */
export async function compressOriginal(videoId: string, signal: AbortSignal, onProgress: OnProgress): Promise<void> {
  await runVideoStep({ videoId, signal, onProgress }, async (step) => {
    const { source } = step.video
    if (source.losslessCodec) return await removeReplaced(step)
    await fetchSource(step)
    const facts = await probeVideo({ folder: step.folder, file: SOURCE_FILE, signal })
    const plan = losslessPlan(facts)
    if (!plan) return
    try {
      if (await isSmallerAndEqual(step, facts, plan)) await replaceOriginal(step, plan)
    } catch (error) {
      if (!isFinal(error) || signal.aborted) throw error
      logger.warn({ error, videoId }, 'this original stays as it is')
    }
  })
} // prettier-ignore

async function isSmallerAndEqual(step: VideoStep, facts: WatchableFacts, plan: LosslessPlan): Promise<boolean> {
  const { folder, signal, report, video } = step
  const limits = { wallSeconds: encodeSeconds(facts.durationSeconds), outputBytes: 2 * video.source.sizeBytes }
  const sound = facts.audio ? ['-map', `0:${facts.audio.index}`, ...plan.audioOptions] : []
  await (await getFfmpeg()).run({
    folder,
    signal,
    limits,
    inputs: [{ file: SOURCE_FILE }],
    output: ['-map', `0:${facts.video.index}`, ...plan.videoOptions, ...sound, '-f', 'matroska', outputFile(SMALLER_FILE)],
    isLowPriority: true,
    onProgress: (seconds) => report((0.6 * seconds) / facts.durationSeconds),
  })
  const { size } = await stat(join(folder, SMALLER_FILE))
  if (size > video.source.sizeBytes * WORTH_IT) return false
  const [before, after] = [await decoded(step, SOURCE_FILE, facts), await decoded(step, SMALLER_FILE, facts)]
  return areEqualFrames(before.frames, after.frames) && before.sound === after.sound
} // prettier-ignore

/** A hash for every picture, and one for all the sound as samples. */
async function decoded({ folder, signal }: VideoStep, file: string, facts: WatchableFacts) {
  const [framesFile, soundFile] = [`${file}.framemd5`, `${file}.md5`]
  const format = ['-pix_fmt', facts.video.pixelFormat]
  const sound = ['-map', '0:a:0', '-c:a', 'pcm_s32le', '-f', 'md5', outputFile(soundFile)]
  await (await getFfmpeg()).run({
    folder,
    signal,
    limits: { wallSeconds: encodeSeconds(facts.durationSeconds) },
    inputs: [{ file }],
    output: [
      ...['-map', '0:v:0', '-c:v', 'rawvideo', ...format, '-f', 'framemd5', outputFile(framesFile)],
      ...(facts.audio ? sound : []),
    ],
    isLowPriority: true,
  })
  const frames = parseFrameHashes(await readFile(join(folder, framesFile), 'utf8'))
  return { frames, sound: facts.audio ? await readFile(join(folder, soundFile), 'utf8') : '' }
} // prettier-ignore

/** Store, record, remove: cut anywhere, the record names an object that is whole. */
async function replaceOriginal(step: VideoStep, plan: LosslessPlan): Promise<void> {
  const { video, folder, signal } = step
  const path = join(folder, SMALLER_FILE)
  const { size } = await stat(path)
  const stored = await writeObject(replacementKey(step), [{ path, start: 0, end: size }], signal)
  const { matchedCount } = await Video.updateOne(
    { _id: video._id, deletedAt: null, 'source.objectKey': video.source.objectKey },
    {
      $set: {
        'source.objectKey': stored.objectKey,
        'source.sizeBytes': stored.sizeBytes,
        'source.sha256': stored.sha256,
        'source.losslessCodec': plan.codec,
      },
    },
  )
  if (matchedCount === 0) return await getObjectStore().remove(stored.objectKey)
  await removeReplaced(step)
}

async function removeReplaced({ video }: VideoStep): Promise<void> {
  await getObjectStore().remove(`originals/${video.uuid}`)
}

function replacementKey({ video }: VideoStep): string {
  return `originals/${video.uuid}.mkv`
}
