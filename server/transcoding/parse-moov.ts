import { childBoxes, findBox, malformed, requireRoom, type Box } from './mp4-boxes.ts'

export interface Track {
  id: number
  kind: 'video' | 'audio' | 'other'
  /** Ticks a second. */
  timescale: number
  /** Ticks of a sample that says nothing itself. */
  defaultDuration: number
  /** RFC 6381, as avc1.64001f; empty when it is neither H.264 nor MPEG-4 audio. */
  codec: string
  width: number
  height: number
}

const HANDLERS: Record<string, Track['kind']> = { vide: 'video', soun: 'audio' }

/** The tracks of a fragmented file's init segment. `moov`: the whole box with its header. */
export function parseMoov(moov: Buffer): Track[] {
  const [root] = childBoxes(moov, 0, moov.length)
  if (root?.type !== 'moov') throw malformed()
  const durations = defaultDurations(moov, root)
  const traks = [...childBoxes(moov, root.start, root.end)].filter((box) => box.type === 'trak')
  return traks.map((trak) => parseTrak(moov, trak, durations))
}

function parseTrak(bytes: Buffer, trak: Box, durations: Map<number, number>): Track {
  const need = (...path: string[]) => findBox(bytes, path, trak.start, trak.end) ?? fail()
  const id = readVersioned(bytes, need('tkhd'), 12, 20)
  const timescale = readVersioned(bytes, need('mdia', 'mdhd'), 12, 20)
  if (timescale === 0) throw malformed()
  const handler = need('mdia', 'hdlr')
  requireRoom(handler, handler.start + 8, 4)
  const kind = HANDLERS[bytes.toString('latin1', handler.start + 8, handler.start + 12)] ?? 'other'
  const entry = describeEntry(bytes, need('mdia', 'minf', 'stbl', 'stsd'))
  return { id, kind, timescale, defaultDuration: durations.get(id) ?? 0, ...entry }
}

/** The first sample entry: ISO/IEC 14496-12, 8.5.2, and 14496-15, 5.4.2. */
function describeEntry(bytes: Buffer, stsd: Box): Pick<Track, 'codec' | 'width' | 'height'> {
  const [entry] = childBoxes(bytes, stsd.start + 8, stsd.end)
  if (entry?.type === 'avc1' || entry?.type === 'avc3') {
    requireRoom(entry, entry.start, 78)
    const width = bytes.readUInt16BE(entry.start + 24)
    const height = bytes.readUInt16BE(entry.start + 26)
    const avcC = findBox(bytes, ['avcC'], entry.start + 78, entry.end) ?? fail()
    requireRoom(avcC, avcC.start, 4)
    return { codec: `${entry.type}.${bytes.toString('hex', avcC.start + 1, avcC.start + 4)}`, width, height }
  }
  if (entry?.type === 'mp4a') {
    requireRoom(entry, entry.start, 28)
    const esds = findBox(bytes, ['esds'], entry.start + 28, entry.end) ?? fail()
    return { codec: audioCodec(bytes.subarray(esds.start + 4, esds.end)), width: 0, height: 0 }
  }
  return { codec: '', width: 0, height: 0 }
}

/** ISO/IEC 14496-1, 7.2.6: an ES descriptor (3) holds a decoder configuration (4) that holds specific info (5). */
function audioCodec(descriptors: Buffer): string {
  let objectType = 0x40
  let at = 0
  while (at + 2 <= descriptors.length) {
    const tag = descriptors[at++]
    let length = 0
    for (let more = true; more && at < descriptors.length; at++) {
      const byte = descriptors[at] ?? 0
      length = (length << 7) | (byte & 0x7f)
      more = (byte & 0x80) !== 0
    }
    if (tag === 3) at += 3
    else if (tag === 4) {
      objectType = descriptors[at] ?? objectType
      at += 13
    } else if (tag === 5) return `mp4a.${objectType.toString(16)}.${audioObjectType(descriptors, at)}`
    else at += length
  }
  return `mp4a.${objectType.toString(16)}`
}

/** ISO/IEC 14496-3, 1.6.2.1: five bits, or 31 and six more. */
function audioObjectType(bytes: Buffer, at: number): number {
  const first = bytes[at] ?? 0
  const type = first >> 3
  return type === 31 ? 32 + (((first & 7) << 3) | ((bytes[at + 1] ?? 0) >> 5)) : type
}

function defaultDurations(bytes: Buffer, moov: Box): Map<number, number> {
  const mvex = findBox(bytes, ['mvex'], moov.start, moov.end)
  const durations = new Map<number, number>()
  for (const box of mvex ? childBoxes(bytes, mvex.start, mvex.end) : []) {
    if (box.type !== 'trex') continue
    requireRoom(box, box.start, 16)
    durations.set(bytes.readUInt32BE(box.start + 4), bytes.readUInt32BE(box.start + 12))
  }
  return durations
}

/** A 32-bit field whose place depends on the box's version (times have 32 or 64 bits). */
function readVersioned(bytes: Buffer, box: Box, offset0: number, offset1: number): number {
  requireRoom(box, box.start, 4)
  const at = box.start + (bytes[box.start] === 1 ? offset1 : offset0)
  requireRoom(box, at, 4)
  return bytes.readUInt32BE(at)
}

function fail(): never {
  throw malformed()
}
