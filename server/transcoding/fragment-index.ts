import type { FileHandle } from 'node:fs/promises'
import { malformed, readBoxHeader } from './mp4-boxes.ts'
import { fragmentDurations } from './parse-moof.ts'
import { parseMoov, type Track } from './parse-moov.ts'

/** A movie box of ours has some kilobytes, a fragment's index 16 bytes a sample; more is no index of ours. */
const MAX_INDEX_BOX_BYTES = 16 * 1024 * 1024

export interface FragmentIndex {
  tracks: Track[]
  /** Length of everything before the first segment. */
  initBytes: number
  segmentBytes: number[]
  segmentSeconds: number[]
}

export interface FragmentReader {
  readonly index: FragmentIndex
  /** Reads on, up to the last segment that is wholly inside the first `sizeBytes` bytes. */
  advance(sizeBytes: number): Promise<void>
}

type Source = Pick<FileHandle, 'read'>

/**
 * Indexes a fragmented MP4 by its box headers, also while it is still being written: `[ftyp moov][moof mdat]...`.
 * What follows the last segment (the random access table) belongs to none.
 * @throws Unprocessable for boxes that cannot be
 */
export function fragmentReader(file: Source): FragmentReader {
  const index: FragmentIndex = { tracks: [], initBytes: 0, segmentBytes: [], segmentSeconds: [] }
  let at = 0
  let segmentStart = 0
  let seconds = 0

  async function takeBox(type: string, size: number): Promise<void> {
    if (type === 'moov') {
      index.tracks = parseMoov(await readBytes(file, at, size))
      index.initBytes = segmentStart = at + size
    } else if (type === 'moof') {
      seconds += fragmentSeconds(await readBytes(file, at, size), index.tracks)
    } else if (type === 'mdat') {
      if (index.initBytes === 0) throw malformed()
      takeSegment(at + size)
    }
  }

  /** Sound without a picture is carried into the next segment, or left out at the end: a player could not start there. */
  function takeSegment(end: number): void {
    if (seconds === 0) return
    index.segmentBytes.push(end - segmentStart)
    index.segmentSeconds.push(seconds)
    segmentStart = end
    seconds = 0
  }

  async function advance(sizeBytes: number): Promise<void> {
    while (at + 8 <= sizeBytes) {
      const header = readBoxHeader(await readBytes(file, at, Math.min(16, sizeBytes - at)))
      if (!header || at + header.size > sizeBytes) return
      await takeBox(header.type, header.size)
      at += header.size
    }
  }

  return { index, advance }
}

/** Of the pictures; of the sound where there are none. */
function fragmentSeconds(moof: Buffer, tracks: readonly Track[]): number {
  const track = tracks.find((each) => each.kind === 'video') ?? tracks[0]
  if (!track) throw malformed()
  return (fragmentDurations(moof, tracks).get(track.id) ?? 0) / track.timescale
}

async function readBytes(file: Source, position: number, length: number): Promise<Buffer> {
  if (length > MAX_INDEX_BOX_BYTES) throw malformed()
  const buffer = Buffer.alloc(length)
  const { bytesRead } = await file.read(buffer, 0, length, position)
  if (bytesRead < length) throw malformed()
  return buffer
}
