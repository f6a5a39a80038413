import { Unavailable } from '../errors.ts'
import { locate, partsOf } from '../videos/pack-parts.ts'
import type { PackDocument, PackPart, PackRendition } from '../videos/pack.model.ts'
import { segmentSpan, type Stretch } from './segment-span.ts'

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
  const range: PlaylistRange = {
    segments: segmentsOf(pack, rendition),
    isComplete: pack.isComplete,
    ...(!pack.isComplete && { startOffset: '0' }),
  }
  return rangePlaylist(pack, rendition, range)
}

/**
 * Media playlist of a clip: the segments of its stretch, in the pack of its video, and where in the first of them it
 * begins. The date (counted from 1970) is the place of the playlist within the video: players line up renditions by
 * it whose segments are cut at different places. The end within the last segment is for the player to keep.
 * @param folder where the pack lies, with its slash
 * @throws Unavailable while its beginning is still being prepared
 */
export function clipPlaylist(
  pack: PackIndex,
  rendition: PackRendition,
  stretch: Stretch,
  folder = `/cdn/${pack.videoUuid}/`,
): string {
  const { first, count, startSeconds, endSeconds } = segmentSpan(rendition.segmentSeconds, stretch)
  if (!pack.isComplete && endSeconds <= stretch.startSeconds) {
    throw new Unavailable('This part of the video is still being prepared. Try again in a moment.')
  }
  return rangePlaylist(pack, rendition, {
    segments: segmentsOf(pack, rendition).slice(first, first + count),
    isComplete: pack.isComplete || endSeconds >= stretch.endSeconds,
    folder,
    startOffset: Math.max(0, stretch.startSeconds - startSeconds).toFixed(3),
    date: new Date(Math.round(startSeconds * 1000)).toISOString(),
  })
}

interface PlaylistRange {
  segments: PlacedSegment[]
  isComplete: boolean
  /** Where the pack lies, with its slash; beside the playlist unless told. */
  folder?: string
  /** Seconds into the playlist. */
  startOffset?: string
  date?: string
}

function rangePlaylist(pack: PackIndex, rendition: PackRendition, range: PlaylistRange): string {
  const { segments, isComplete, folder = '', startOffset, date } = range
  const init = placeOf(pack.revision, partsOf(pack), rendition.offset)
  return lines([
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    `#EXT-X-TARGETDURATION:${targetSeconds(pack, segments)}`,
    '#EXT-X-MEDIA-SEQUENCE:0',
    `#EXT-X-PLAYLIST-TYPE:${isComplete ? 'VOD' : 'EVENT'}`,
    '#EXT-X-INDEPENDENT-SEGMENTS',
    ...(startOffset ? [`#EXT-X-START:TIME-OFFSET=${startOffset},PRECISE=YES`] : []),
    `#EXT-X-MAP:URI="${folder}${init.uri}",BYTERANGE="${rendition.initBytes}@${init.offset}"`,
    ...(date ? [`#EXT-X-PROGRAM-DATE-TIME:${date}`] : []),
    ...segments.flatMap(({ seconds, bytes, offset, uri }) => [
      `#EXTINF:${seconds.toFixed(6)},`,
      `#EXT-X-BYTERANGE:${bytes}@${offset}`,
      folder + uri,
    ]),
    ...(isComplete ? ['#EXT-X-ENDLIST'] : []),
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

interface PlacedSegment {
  seconds: number
  bytes: number
  offset: number
  uri: string
}

function segmentsOf(pack: PackIndex, rendition: PackRendition): PlacedSegment[] {
  const parts = partsOf(pack)
  let next = rendition.offset + rendition.initBytes
  return rendition.segmentBytes.map((bytes, index) => {
    const place = placeOf(pack.revision, parts, next)
    next += bytes
    return { ...place, bytes, seconds: rendition.segmentSeconds[index]! }
  })
}

function placeOf(revision: number, parts: PackPart[], offset: number): { uri: string; offset: number } {
  const place = locate(parts, offset)
  const part = place.part > 0 ? `&part=${place.part}` : ''
  return { uri: `pack?r=${revision}${part}`, offset: place.offset }
}

function targetSeconds(pack: PackIndex, segments: readonly PlacedSegment[]): number {
  const longest = Math.ceil(Math.max(1, ...segments.map(({ seconds }) => seconds)))
  return Math.max(pack.targetSeconds ?? 0, longest)
}

function lines(all: string[]): string {
  return `${all.join('\n')}\n`
}
