import { locate, partsOf } from '../videos/pack-parts.ts'
import type { PackDocument, PackPart, PackRendition } from '../videos/pack.model.ts'

export type PackIndex = Omit<PackDocument, '_id'>

const AUDIO_GROUP = 'audio'

/**
 * Master playlist of a pack (RFC 8216, 4.3.4): a variant for each rendition with pictures, lowest first as in the
 * pack, with the sound in a group of its own unless it is muxed in. URIs name the revision, so that what is behind
 * them never changes.
 */
export function masterPlaylist(pack: PackIndex): string {
  const audio = pack.renditions.filter((rendition) => rendition.kind === 'audio')
  const variants = pack.renditions.filter((rendition) => rendition.kind !== 'audio')
  return lines([
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    '#EXT-X-INDEPENDENT-SEGMENTS',
    ...audio.map((rendition, index) => audioLine(pack, rendition, index === 0)),
    ...variants.flatMap((rendition) => [variantLine(rendition, audio), playlistUri(pack, rendition)]),
  ])
}

/**
 * Media playlist of one rendition with byte ranges into the pack (RFC 8216, 4.3.2.2). While an early pack grows it is
 * an EVENT playlist that only gains lines; EXT-X-START keeps players from jumping to its end as if it were live.
 */
export function mediaPlaylist(pack: PackIndex, rendition: PackRendition): string {
  const parts = partsOf(pack)
  const init = placeOf(pack.revision, parts, rendition.offset)
  return lines([
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    `#EXT-X-TARGETDURATION:${targetSeconds(pack, rendition)}`,
    '#EXT-X-MEDIA-SEQUENCE:0',
    `#EXT-X-PLAYLIST-TYPE:${pack.isComplete ? 'VOD' : 'EVENT'}`,
    '#EXT-X-INDEPENDENT-SEGMENTS',
    ...(pack.isComplete ? [] : ['#EXT-X-START:TIME-OFFSET=0,PRECISE=YES']),
    `#EXT-X-MAP:URI="${init.uri}",BYTERANGE="${rendition.initBytes}@${init.offset}"`,
    ...segmentLines(pack.revision, parts, rendition),
    ...(pack.isComplete ? ['#EXT-X-ENDLIST'] : []),
  ])
}

function audioLine(pack: PackIndex, rendition: PackRendition, isDefault: boolean): string {
  return `#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="${AUDIO_GROUP}",NAME="${rendition.name}",DEFAULT=${isDefault ? 'YES' : 'NO'},AUTOSELECT=YES,URI="${playlistUri(pack, rendition)}"`
}

/** Bandwidths of a variant count the most demanding sound that can play with it (RFC 8216, 4.3.4.2). */
function variantLine(rendition: PackRendition, audio: PackRendition[]): string {
  const peak = rendition.peakBitrate + Math.max(0, ...audio.map((sound) => sound.peakBitrate))
  const average = rendition.averageBitrate + Math.max(0, ...audio.map((sound) => sound.averageBitrate))
  const codecs = [...new Set([rendition.codecs, ...audio.map((sound) => sound.codecs)])].join(',')
  const attributes = [
    `BANDWIDTH=${Math.ceil(peak)}`,
    `AVERAGE-BANDWIDTH=${Math.ceil(average)}`,
    `RESOLUTION=${rendition.width}x${rendition.height}`,
    ...(rendition.frameRate > 0 ? [`FRAME-RATE=${rendition.frameRate.toFixed(3)}`] : []),
    `CODECS="${codecs}"`,
    ...(audio.length > 0 ? [`AUDIO="${AUDIO_GROUP}"`] : []),
  ]
  return `#EXT-X-STREAM-INF:${attributes.join(',')}`
}

function playlistUri(pack: PackIndex, rendition: PackRendition): string {
  return `${encodeURIComponent(rendition.name)}.m3u8?r=${pack.revision}`
}

function segmentLines(revision: number, parts: PackPart[], rendition: PackRendition): string[] {
  let offset = rendition.offset + rendition.initBytes
  return rendition.segmentBytes.flatMap((bytes, index) => {
    const place = placeOf(revision, parts, offset)
    offset += bytes
    const seconds = rendition.segmentSeconds[index]!
    return [`#EXTINF:${seconds.toFixed(6)},`, `#EXT-X-BYTERANGE:${bytes}@${place.offset}`, place.uri]
  })
}

function placeOf(revision: number, parts: PackPart[], offset: number): { uri: string; offset: number } {
  const place = locate(parts, offset)
  const part = place.part > 0 ? `&part=${place.part}` : ''
  return { uri: `pack?r=${revision}${part}`, offset: place.offset }
}

function targetSeconds(pack: PackIndex, rendition: PackRendition): number {
  const longest = Math.ceil(Math.max(1, ...rendition.segmentSeconds))
  return Math.max(pack.targetSeconds ?? 0, longest)
}

function lines(all: string[]): string {
  return `${all.join('\n')}\n`
}
