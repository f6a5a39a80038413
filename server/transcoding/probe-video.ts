import { getFfmpeg } from '../adapters/ffmpeg/index.ts'
import { config } from '../config.ts'
import { Unprocessable } from '../errors.ts'
import { ProbeAnswer, sourceFacts, type SourceFacts, type VideoStreamFacts } from './source-facts.ts'
import { refusalReason } from './source-verdict.ts'

const PROBE_LIMITS = { wallSeconds: 60, cpuSeconds: 60 }

export interface ProbeInput {
  folder: string
  file: string
  signal?: AbortSignal
}

export type WatchableFacts = SourceFacts & { video: VideoStreamFacts }

/**
 * Looks into a source.
 * @throws Unprocessable with the reason in plain words when it cannot become a video
 */
export async function probeVideo(input: ProbeInput): Promise<WatchableFacts> {
  const facts = await readFacts(input)
  const { videoMaxSeconds, videoMaxPixels } = config().limits
  const refusal = refusalReason(facts, { maxSeconds: videoMaxSeconds, maxPixels: videoMaxPixels })
  if (refusal) throw new Unprocessable(refusal)
  if (!facts.video) throw new Unprocessable('There is no video in this file.')
  return { ...facts, video: facts.video }
}

async function readFacts({ folder, file, signal }: ProbeInput): Promise<SourceFacts> {
  const ffmpeg = await getFfmpeg()
  const options = ['-show_format', '-show_streams']
  const answer = ProbeAnswer.safeParse(
    await ffmpeg.probe({ folder, file, options, limits: PROBE_LIMITS, signal }),
  )
  if (!answer.success) throw new Unprocessable('The file does not say what is in it; it may be damaged.')
  const facts = sourceFacts(answer.data)
  if (facts.durationSeconds > 0 || !facts.video) return facts
  return { ...facts, durationSeconds: await measuredSeconds({ folder, file, signal }) }
}

/** What a browser recorded carries no duration: reading it through without decoding tells. */
async function measuredSeconds({ folder, file, signal }: ProbeInput): Promise<number> {
  let seconds = 0
  await (
    await getFfmpeg()
  ).run({
    folder,
    inputs: [{ file }],
    output: ['-map', '0:v:0', '-c', 'copy', '-f', 'null', '-'],
    limits: { wallSeconds: 600 },
    signal,
    onProgress: (value) => {
      seconds = value
    },
  })
  return seconds
}
