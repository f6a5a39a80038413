import type { PackDocument, PackRendition } from '../videos/pack.model.ts'

export interface SegmentPlace {
  /** Its number in the rendition. */
  index: number
  /** Where it begins, in seconds into the video. */
  startSeconds: number
}

/** The segment that shows this moment; the last one for what lies behind it. */
export function segmentAt({ segmentSeconds }: Pick<PackRendition, 'segmentSeconds'>, seconds: number): SegmentPlace {
  let startSeconds = 0
  for (const [index, length] of segmentSeconds.entries()) {
    if (seconds < startSeconds + length || index === segmentSeconds.length - 1) return { index, startSeconds }
    startSeconds += length
  }
  return { index: 0, startSeconds: 0 }
} // prettier-ignore

/** The finest picture that is no finer than wanted, by its short side; the lowest where all are finer. */
export function renditionUpTo({ renditions }: Pick<PackDocument, 'renditions'>, shortSide: number): PackRendition | undefined {
  const pictures = renditions.filter(({ kind }) => kind !== 'audio').sort((a, b) => sideOf(a) - sideOf(b))
  return pictures.findLast((rendition) => sideOf(rendition) <= shortSide) ?? pictures[0]
} // prettier-ignore

const sideOf = ({ width, height }: PackRendition) => Math.min(width, height)
