import type { ByteRange, PlaybackRendition } from '#shared/feed'

/** One segment of a rendition; times are seconds into the video. */
export interface Segment {
  index: number
  startSeconds: number
  endSeconds: number
  range: ByteRange
}

/** Segments lie one after another in the pack, and one after another in time. */
export function segmentsOf(rendition: PlaybackRendition): Segment[] {
  let { firstOffset: offset, firstStartSeconds: seconds } = rendition
  return rendition.segmentBytes.map((bytes, index) => {
    const [startSeconds, firstByte] = [seconds, offset]
    offset += bytes
    seconds += rendition.segmentSeconds[index] ?? 0
    return { index, startSeconds, endSeconds: seconds, range: [firstByte, offset - 1] }
  })
}

export function bytesOf([first, last]: ByteRange): number {
  return last - first + 1
}
