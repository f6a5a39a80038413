import { open, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { getObjectStore } from '../adapters/object-store/index.ts'
import { Unprocessable } from '../errors.ts'
import { publishPack, type PlaybackFacts } from '../videos/advance-video.ts'
import { growPack } from '../videos/grow-pack.ts'
import { bitrates } from './bitrates.ts'
import { fragmentReader, type FragmentIndex } from './fragment-index.ts'
import { isTimeToPublish } from './growth-rule.ts'
import { contentBytes, renditionOf, type RenditionFile } from './write-pack.ts'
import { writeObject } from './write-object.ts'

const LOOK_EVERY_MS = 100

export interface GrowingPack {
  videoId: string
  videoUuid: string
  revision: number
  folder: string
  rendition: RenditionFile
  facts: PlaybackFacts
  /** For this long nothing is published before the end: what is done by then is one object. */
  graceMs: number
  /** Longest first segment that is fit to be played; a longer one ends the attempt. */
  maxSegmentSeconds: number
  /** How long segments are as a rule: players ask for news about this often. */
  targetSeconds: number
  signal: AbortSignal
  onFirstPublished: () => void
}

/**
 * Publishes a rendition while `writing` still writes it, and completes it at the end. When the writing fails after
 * something is out, what is out is completed as it is, unless the job is going to run again.
 * @throws TooLongSegments when nothing was published because the first segment is too long
 */
export async function publishGrowing(pack: GrowingPack, writing: Promise<void>): Promise<void> {
  const state = { isDone: false }
  const written = writing.finally(() => (state.isDone = true))
  written.catch(() => {}) // awaited below; this keeps an early failure from being "unhandled"
  await Promise.race([written, sleep(pack.graceMs)])
  const handle = await openWhenThere(pack, state)
  try {
    await follow(pack, handle, written, state)
  } finally {
    await handle?.close()
  }
}

export class TooLongSegments extends Unprocessable {}

async function follow(
  pack: GrowingPack,
  handle: FileHandle | null,
  written: Promise<void>,
  state: { isDone: boolean },
): Promise<void> {
  const reader = handle && fragmentReader(handle)
  const out = published(pack)
  while (!state.isDone) {
    if (handle && reader) {
      await reader.advance((await handle.stat()).size)
      await out.publishIfTime(reader.index)
    }
    await Promise.race([written.catch(() => {}), sleep(LOOK_EVERY_MS)])
  }
  const failure = await written.then(
    () => null,
    (error: unknown) => ({ error }),
  )
  if (failure && (out.parts() === 0 || !(failure.error instanceof Unprocessable))) throw failure.error
  if (!handle || !reader) throw new Unprocessable('The video has no picture that can be shown.')
  await reader.advance((await handle.stat()).size)
  await out.complete(reader.index)
}

/** What is out of one pack so far, and how more of it comes out. */
function published(pack: GrowingPack) {
  const path = join(pack.folder, pack.rendition.file)
  let parts = 0
  let bytes = 0
  let segments = 0
  let seconds = 0

  function publishIfTime(index: FragmentIndex): Promise<void> | undefined {
    const readySeconds = total(index.segmentSeconds)
    return isTimeToPublish({ publishedSeconds: seconds, readySeconds }) ? publish(index, false) : undefined
  }

  async function publish(index: FragmentIndex, isComplete: boolean): Promise<void> {
    const end = contentBytes(index)
    const upTo = index.segmentBytes.length
    if (parts === 0) await publishFirstPart(index, end, isComplete)
    else await publishNextPart(index, end, isComplete)
    bytes = end
    segments = upTo
    seconds = total(index.segmentSeconds.slice(0, upTo))
    parts += 1
    if (parts === 1) pack.onFirstPublished()
  }

  async function publishFirstPart(index: FragmentIndex, end: number, isComplete: boolean): Promise<void> {
    if (index.segmentSeconds.some((each) => each > pack.maxSegmentSeconds)) {
      throw new TooLongSegments('Keyframes lie too far apart to be played as they are.')
    }
    const part = await writeObject(partKey(0), [{ path, start: 0, end }], pack.signal)
    const { videoId, videoUuid, revision, facts, targetSeconds } = pack
    const rendition = renditionOf(pack.rendition, structuredClone(index), 0)
    const row = {
      videoUuid,
      revision,
      ...part,
      moreParts: [],
      isComplete,
      targetSeconds,
      renditions: [rendition],
    }
    await publishPack(videoId, row, facts, 'playable')
  }

  async function publishNextPart(index: FragmentIndex, end: number, isComplete: boolean): Promise<void> {
    const hasNews = end > bytes
    const ranges = [{ path, start: bytes, end }]
    const part = hasNews ? await writeObject(partKey(parts), ranges, pack.signal) : undefined
    try {
      await growPack({
        videoUuid: pack.videoUuid,
        revision: pack.revision,
        partCount: parts,
        part,
        segmentBytes: index.segmentBytes.slice(segments),
        segmentSeconds: index.segmentSeconds.slice(segments),
        ...bitrates(index),
        isComplete,
      })
    } catch (error) {
      // the video was deleted, or another worker took over: these bytes belong to nobody
      if (part) await getObjectStore().remove(part.objectKey)
      throw error
    }
  }

  function partKey(part: number): string {
    return `early/${pack.videoUuid}.r${pack.revision}.p${part}`
  }

  return { publishIfTime, complete: (index: FragmentIndex) => publish(index, true), parts: () => parts }
}

async function openWhenThere(pack: GrowingPack, state: { isDone: boolean }): Promise<FileHandle | null> {
  const path = join(pack.folder, pack.rendition.file)
  for (;;) {
    const isLast = state.isDone
    const handle = await open(path).catch(() => null)
    if (handle || isLast) return handle
    await sleep(LOOK_EVERY_MS)
  }
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}
