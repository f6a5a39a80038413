/** Of comments, what pages need to know without the schemas. */
export const COMMENT_SORTS = ['newest', 'oldest', 'top'] as const

export const MAX_COMMENT_GRAPHEMES = 2000

const segmenter = new Intl.Segmenter()

/** Graphemes, as people count: a family emoji of seven code points is one. */
export function countGraphemes(value: string): number {
  let count = 0
  for (const _ of segmenter.segment(value)) count++
  return count
}
