import type { ByteRange, PlaybackHints, PlaybackRendition } from '#shared/feed'
import type { PackIndex } from '../delivery/playlists.ts'
import { segmentSpan, type Stretch } from '../delivery/segment-span.ts'
import type { PackRendition } from '../videos/pack.model.ts'

type Addresses = Pick<PlaybackHints, 'playlistURL' | 'posterURL'>

/** Complete, and one object: what a player may read by offsets alone. An early pack still grows by further parts. */
export function hasHints(pack: PackIndex): boolean {
  return pack.isComplete && pack.moreParts.length === 0 && pack.renditions.some(hasPictures)
}

/**
 * What a player needs to ask for the first bytes at once: the same segments as the playlists of this stretch name, by
 * their place in the pack.
 * @param pack one that `hasHints`
 */
export function playbackHints(pack: PackIndex, stretch: Stretch, addresses: Addresses): PlaybackHints {
  const pictures = pack.renditions.filter(hasPictures).sort((a, b) => a.averageBitrate - b.averageBitrate)
  const sounds = pack.renditions.filter((rendition) => !hasPictures(rendition))
  const renditions = [...pictures, ...sounds].map((rendition) => partOf(rendition, stretch))
  const lowest = renditions[0]!
  return {
    ...addresses,
    packURL: `/cdn/${pack.videoUuid}/pack?r=${pack.revision}`,
    startSeconds: stretch.startSeconds,
    endSeconds: stretch.endSeconds,
    initRange: lowest.initRange,
    firstSegmentRange: rangeOf(lowest.firstOffset, lowest.segmentBytes[0] ?? 0),
    renditions,
  }
}

function partOf(rendition: PackRendition, stretch: Stretch): PlaybackRendition {
  const { name, kind, width, height, averageBitrate, offset, initBytes, codecs } = rendition
  const { first, count, startSeconds } = segmentSpan(rendition.segmentSeconds, stretch)
  return {
    name,
    kind,
    mimeType: `${kind === 'audio' ? 'audio' : 'video'}/mp4; codecs="${codecs}"`,
    width,
    height,
    averageBitrate: Math.round(averageBitrate),
    initRange: rangeOf(offset, initBytes),
    firstOffset: offset + initBytes + sumTo(rendition.segmentBytes, first),
    firstStartSeconds: startSeconds,
    segmentBytes: rendition.segmentBytes.slice(first, first + count),
    segmentSeconds: rendition.segmentSeconds.slice(first, first + count),
  }
}

function hasPictures({ kind }: PackRendition): boolean {
  return kind !== 'audio'
}

/** Both ends inclusive. */
function rangeOf(offset: number, bytes: number): ByteRange {
  return [offset, offset + bytes - 1]
}

function sumTo(bytes: readonly number[], end: number): number {
  let sum = 0
  for (let index = 0; index < end; index++) sum += bytes[index]!
  return sum
}
