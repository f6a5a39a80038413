import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { Unprocessable } from '../errors.ts'
import type { PackDocument, PackRendition } from '../videos/pack.model.ts'
import { bitrates } from './bitrates.ts'
import { fragmentReader, type FragmentIndex } from './fragment-index.ts'
import { writeObject } from './write-object.ts'

/** A finished fragmented MP4 in the work folder that becomes a rendition. */
export interface RenditionFile {
  file: string
  name: string
  kind: PackRendition['kind']
  width: number
  height: number
  frameRate: number
}

export interface PackTarget {
  folder: string
  videoUuid: string
  revision: number
  objectKey: string
  signal: AbortSignal
}

/** Joins renditions, in the given order, into one object in the store and returns its index. */
export async function writePack(
  target: PackTarget,
  files: readonly RenditionFile[],
): Promise<Omit<PackDocument, '_id'>> {
  const indexes = await Promise.all(files.map(({ file }) => indexFile(join(target.folder, file))))
  const ranges = files.map(({ file }, index) => ({
    path: join(target.folder, file),
    start: 0,
    end: contentBytes(indexes[index]!),
  }))
  const part = await writeObject(target.objectKey, ranges, target.signal)
  let offset = 0
  const renditions = files.map((file, index) => {
    const rendition = renditionOf(file, indexes[index]!, offset)
    offset += contentBytes(indexes[index]!)
    return rendition
  })
  const { videoUuid, revision } = target
  return { videoUuid, revision, ...part, moreParts: [], isComplete: true, renditions }
}

/** @throws Unprocessable when there is nothing in it to play */
export async function indexFile(path: string): Promise<FragmentIndex> {
  const handle = await open(path)
  try {
    const reader = fragmentReader(handle)
    await reader.advance((await handle.stat()).size)
    if (reader.index.segmentBytes.length === 0)
      throw new Unprocessable('The video has no picture that can be shown; it may be damaged.')
    return reader.index
  } finally {
    await handle.close()
  }
}

/** What belongs to the rendition: everything up to the end of its last segment. */
export function contentBytes({ initBytes, segmentBytes }: FragmentIndex): number {
  return segmentBytes.reduce((total, bytes) => total + bytes, initBytes)
}

export function renditionOf(file: RenditionFile, index: FragmentIndex, offset: number): PackRendition {
  const { name, kind, width, height, frameRate } = file
  const { initBytes, segmentBytes, segmentSeconds } = index
  const codecs = index.tracks.map((track) => track.codec).filter(Boolean).join(',')
  return { name, kind, width, height, frameRate, codecs, ...bitrates(index), offset, initBytes, segmentBytes, segmentSeconds }
} // prettier-ignore
