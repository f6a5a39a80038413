import { childBoxes, malformed, requireRoom, type Box } from './mp4-boxes.ts'
import type { Track } from './parse-moov.ts'

/** Ticks by track id that a fragment's samples last. `moof`: the whole box with its header. */
export function fragmentDurations(moof: Buffer, tracks: readonly Track[]): Map<number, number> {
  const [root] = childBoxes(moof, 0, moof.length)
  if (root?.type !== 'moof') throw malformed()
  const durations = new Map<number, number>()
  for (const traf of childBoxes(moof, root.start, root.end)) {
    if (traf.type !== 'traf') continue
    const { trackId, ticks } = trafDuration(moof, traf, tracks)
    durations.set(trackId, (durations.get(trackId) ?? 0) + ticks)
  }
  return durations
}

function trafDuration(bytes: Buffer, traf: Box, tracks: readonly Track[]) {
  let trackId = 0
  let sampleDuration = 0
  let ticks = 0
  for (const box of childBoxes(bytes, traf.start, traf.end)) {
    if (box.type === 'tfhd') {
      requireRoom(box, box.start, 8)
      trackId = bytes.readUInt32BE(box.start + 4)
      const inherited = tracks.find((track) => track.id === trackId)?.defaultDuration ?? 0
      sampleDuration = ownDefault(bytes, box) ?? inherited
    } else if (box.type === 'trun') ticks += runDuration(bytes, box, sampleDuration)
  }
  return { trackId, ticks }
}

/** ISO/IEC 14496-12, 8.8.7: optional fields in the order of their flags. */
function ownDefault(bytes: Buffer, tfhd: Box): number | null {
  const flags = bytes.readUInt32BE(tfhd.start) & 0xffffff
  if (!(flags & 0x8)) return null
  const at = tfhd.start + 8 + (flags & 0x1 ? 8 : 0) + (flags & 0x2 ? 4 : 0)
  requireRoom(tfhd, at, 4)
  return bytes.readUInt32BE(at)
}

/** ISO/IEC 14496-12, 8.8.8. A count that the box has no room for is refused before it is looped over. */
function runDuration(bytes: Buffer, trun: Box, sampleDuration: number): number {
  requireRoom(trun, trun.start, 8)
  const flags = bytes.readUInt32BE(trun.start) & 0xffffff
  const count = bytes.readUInt32BE(trun.start + 4)
  if (!(flags & 0x100)) return count * sampleDuration
  const first = trun.start + 8 + (flags & 0x1 ? 4 : 0) + (flags & 0x4 ? 4 : 0)
  const entryBytes = 4 * [0x100, 0x200, 0x400, 0x800].filter((flag) => flags & flag).length
  requireRoom(trun, first, count * entryBytes)
  let ticks = 0
  for (let index = 0; index < count; index++) ticks += bytes.readUInt32BE(first + index * entryBytes)
  return ticks
}
