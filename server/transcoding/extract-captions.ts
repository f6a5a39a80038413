import { join } from 'node:path'
import { outputFile } from '../adapters/ffmpeg/confined-ffmpeg.ts'
import { getFfmpeg } from '../adapters/ffmpeg/index.ts'
import { getObjectStore } from '../adapters/object-store/index.ts'
import { attachArtwork } from '../videos/advance-video.ts'
import { captionTracks } from './caption-tracks.ts'
import { IMAGE_LIMITS } from './make-poster.ts'
import type { WatchableFacts } from './probe-video.ts'
import { SOURCE_FILE, type VideoStep } from './video-step.ts'

/** Writes every text track of the file as WebVTT; one pass reads them all. */
export async function extractCaptions(step: VideoStep, facts: WatchableFacts): Promise<void> {
  const tracks = captionTracks(facts.subtitles)
  if (tracks.length === 0) return
  const fileOf = (name: string) => `captions-${name}.vtt`
  await (await getFfmpeg()).run({
    folder: step.folder,
    inputs: [{ file: SOURCE_FILE }],
    output: tracks.flatMap(({ index, name }) => [
      ...['-map', `0:${index}`, '-c:s', 'webvtt', '-map_metadata', '-1', '-f', 'webvtt', outputFile(fileOf(name))],
    ]),
    limits: IMAGE_LIMITS,
    isLowPriority: true,
    signal: step.signal,
  })
  const captions: { language: string; label: string; objectKey: string }[] = []
  for (const { name, language, label } of tracks) {
    const objectKey = `artwork/${step.video.uuid}/${fileOf(name)}`
    const path = join(step.folder, fileOf(name))
    await getObjectStore().putFile(objectKey, path, { contentType: 'text/vtt', consume: true })
    captions.push({ language, label, objectKey })
  }
  await attachArtwork(step.videoId, { captions })
} // prettier-ignore
