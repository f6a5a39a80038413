import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { FOOTAGE } from '../support/footage.ts'
import { pick } from './random.ts'

export interface UniqueVideo {
  filename: string
  content: Buffer
}

/** A real, playable video that no other upload has: MP4 with a `free` box (ISO/IEC 14496-12, 8.1.2) of random bytes at its end. */
export async function uniqueVideo(random: () => number, index: number): Promise<UniqueVideo> {
  const make = pick(random, [FOOTAGE.h264Silent, FOOTAGE.portrait, FOOTAGE.h264])
  const padding = randomBytes(Math.floor((0.5 + random() * 3) * 1024 * 1024))
  const header = Buffer.alloc(8)
  header.writeUInt32BE(padding.length + 8)
  header.write('free', 4)
  return {
    filename: `clip-${index}.mp4`,
    content: Buffer.concat([await readFile(await make()), header, padding]),
  }
}
