import { join } from 'node:path'
import type { VideoDocument } from '../videos/video.model.ts'
import { Pack, type PackDocument } from '../videos/pack.model.ts'
import { logger } from '../logger.ts'
import { RENDITION_FILE } from './artwork-source.ts'
import { extractCaptions } from './extract-captions.ts'
import { makePoster } from './make-poster.ts'
import { makePreview } from './make-preview.ts'
import { makeStoryboard } from './make-storyboard.ts'
import { probeVideo } from './probe-video.ts'
import { isFinal } from './publish-first.ts'
import { readRendition } from './read-rendition.ts'
import { fetchSource, runVideoStep, SOURCE_FILE, type OnProgress, type VideoStep } from './video-step.ts'

/** Makes what is still missing of poster, captions, storyboard and preview. A video plays without any of them. */
export async function makeArtwork(videoId: string, signal: AbortSignal, onProgress: OnProgress): Promise<void> {
  await runVideoStep({ videoId, signal, onProgress }, async (step) => {
    for (const make of [fromSource, fromRendition]) await make(step)
  })
} // prettier-ignore

/** Poster and captions need the original: its size, and its subtitle tracks. */
async function fromSource(step: VideoStep): Promise<void> {
  const { video, folder, signal, report } = step
  if (video.posterKey && video.captions.length > 0) return
  await fetchSource(step)
  const facts = await probeVideo({ folder, file: SOURCE_FILE, signal })
  if (!video.posterKey) await optional('poster', step, () => makePoster(step, facts))
  report(0.3)
  if (video.captions.length === 0) await optional('captions', step, () => extractCaptions(step, facts))
  report(0.5)
}

/** Small pictures need only the lowest rendition, which decodes quickest. */
async function fromRendition(step: VideoStep): Promise<void> {
  const { video, folder, signal, report } = step
  if (video.storyboard && video.previewKey) return
  const pack = await completePack(video)
  const lowest = pack?.renditions.find((rendition) => rendition.kind !== 'audio')
  if (!pack || !lowest) return // still growing: whoever completes it asks again
  await readRendition(pack, lowest, join(folder, RENDITION_FILE), signal)
  const picture = { width: lowest.width, height: lowest.height, durationSeconds: video.duration }
  if (!video.storyboard) await optional('storyboard', step, () => makeStoryboard(step, picture))
  report(0.8)
  if (!video.previewKey) await optional('preview', step, () => makePreview(step, picture))
}

async function completePack({ uuid, packRevision }: VideoDocument): Promise<PackDocument | null> {
  const filter = { videoUuid: uuid, revision: packRevision, isComplete: true }
  return await Pack.findOne(filter).lean<PackDocument>()
}

/** One that cannot be made leaves the others; what another try may mend is thrown. */
async function optional(what: string, { videoId, signal }: VideoStep, make: () => Promise<void>): Promise<void> {
  try {
    await make()
  } catch (error) {
    if (!isFinal(error) || signal.aborted) throw error
    logger.warn({ error, videoId, what }, 'this video goes without')
  }
} // prettier-ignore
