import { join } from 'node:path'
import { Unprocessable } from '../errors.ts'
import type { PackDocument, PackRendition } from '../videos/pack.model.ts'
import { cutPlan, type CutPlan, type CutTimes } from './cut-plan.ts'
import { frameTimes } from './frame-times.ts'
import { readRendition, type SegmentSpan } from './read-rendition.ts'

interface Work {
  folder: string
  signal: AbortSignal
}

/** A stretch of a pack in the work folder, with its pictures counted. */
export interface Cut extends Work, CutTimes {
  rendition: PackRendition
  plan: CutPlan
  /** Every segment that is touched. */
  pictureFile: string
  /** Null for a video without sound. */
  soundFile: string | null
  /** When the pictures of the cut are shown, in seconds into the video. */
  frames: number[]
  /** So much later the tools say that `pictureFile` shows them: by the depth of its reordering. */
  shiftSeconds: number
  /** Stores some segments of the pictures as a file of their own. */
  readSpan(span: SegmentSpan, file: string): Promise<void>
}

const PICTURE_FILE = 'pictures.mp4'
const SOUND_FILE = 'sound.mp4'
/** Half a tick of the coarsest clock in use: a picture at the in point itself belongs to the clip. */
const TOLERANCE_SECONDS = 0.0005

/** Fetches what the cut needs of the finest rendition, and no more. */
export async function fetchCut(pack: PackDocument, times: CutTimes, { folder, signal }: Work): Promise<Cut> {
  const { startSeconds, endSeconds } = times
  const rendition = finest(pack)
  const plan = cutPlan(rendition.segmentSeconds, times)
  const readSpan = (span: SegmentSpan, file: string) =>
    readRendition(pack, rendition, join(folder, file), signal, span)
  await readSpan(plan.all, PICTURE_FILE)
  const shown = await frameTimes({ folder, file: PICTURE_FILE, signal })
  const from = segmentStart(rendition, plan.all)
  const shiftSeconds = (shown[0] ?? from) - from
  const frames = shown
    .map((at) => at - shiftSeconds)
    .filter((at) => at >= startSeconds - TOLERANCE_SECONDS && at < endSeconds - TOLERANCE_SECONDS)
  if (frames.length === 0) throw new Unprocessable('There are no pictures in this part of the video.')
  const soundFile = await readSound(pack, rendition, times, { folder, signal })
  return {
    folder,
    signal,
    startSeconds,
    endSeconds,
    rendition,
    plan,
    pictureFile: PICTURE_FILE,
    soundFile,
    frames,
    shiftSeconds,
    readSpan,
  }
}

/** Sound of a muxed rendition may lie in the segments beside those of its pictures. */
async function readSound(
  pack: PackDocument,
  pictures: PackRendition,
  times: CutTimes,
  { folder, signal }: Work,
): Promise<string | null> {
  const isMuxed = pictures.kind === 'muxed' && pictures.codecs.includes('mp4a')
  const sound = isMuxed ? pictures : pack.renditions.find(({ kind }) => kind === 'audio')
  if (!sound) return null
  const { all } = cutPlan(sound.segmentSeconds, times)
  const first = Math.max(0, all.first - 1)
  const end = Math.min(sound.segmentSeconds.length, all.first + all.count + 1)
  await readRendition(pack, sound, join(folder, SOUND_FILE), signal, { first, count: end - first })
  return SOUND_FILE
}

/** Where a span of the cut begins, in seconds into the video. */
export function startOf({ rendition }: Cut, span: SegmentSpan): number {
  return segmentStart(rendition, span)
}

function segmentStart({ segmentSeconds }: PackRendition, { first }: SegmentSpan): number {
  return segmentSeconds.slice(0, first).reduce((sum, seconds) => sum + seconds, 0)
}

function finest({ renditions }: PackDocument): PackRendition {
  const [best] = renditions
    .filter(({ kind }) => kind !== 'audio')
    .sort((a, b) => b.height - a.height || b.averageBitrate - a.averageBitrate)
  if (!best) throw new Unprocessable('This video has no pictures.')
  return best
}
