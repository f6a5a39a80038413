import type { PipelineStage } from 'mongoose'
import type { SearchTerms } from '#shared/search-words'

/** How well something matches, best first: words of the title before others, whole words before beginnings. */
export const STAGES = ['title-whole', 'title-beginning', 'text-whole', 'text-beginning'] as const
export type Stage = (typeof STAGES)[number]

export type Filter = PipelineStage.Match['$match']

/** A question without a last word has no beginnings to look for. */
export function stagesFor(terms: SearchTerms, hasBody: boolean): Stage[] {
  return STAGES.filter(
    (stage) => (terms.last !== null || stage.endsWith('whole')) && (hasBody || stage.startsWith('title')),
  )
}

/** One word that a match must have: what it may be, and what its field must hold then. */
export interface AskedWord {
  /** Words that stand for it in the index. */
  words: string[]
  filter: Filter
}

/** `completions`: known words that begin with the last one. */
export function wordsAsked(stage: Stage, terms: SearchTerms, completions: string[]): AskedWord[] {
  const asked = terms.whole.map((word) => ({ words: [word], filter: wordIn(stage, { $in: [word] }) }))
  if (terms.last === null) return asked
  const isWhole = stage.endsWith('whole')
  const filter = wordIn(stage, isWhole ? { $in: [terms.last] } : beginsWith(terms.last))
  return [...asked, { words: isWhole ? [terms.last] : completions, filter }]
}

/** Leaves out what matched at a better stage and was given there. */
export function betterMatches(stage: Stage, terms: SearchTerms): Filter[] {
  const better = STAGES.slice(0, STAGES.indexOf(stage))
  return better
    .filter((each) => terms.last !== null || each.endsWith('whole'))
    .map((each) => ({ $nor: [{ $and: wordsAsked(each, terms, []).map(({ filter }) => filter) }] }))
}

export function wordIn(stage: Stage, word: Filter): Filter {
  if (stage.startsWith('title')) return { searchTitle: word }
  return { $or: [{ searchTitle: word }, { searchBody: word }] }
}

/** Steps of a factor of two, so that a few views more do not move things between two pages of a list. */
export function popularityStep(count: number): number {
  return Math.floor(Math.log2(Math.max(0, count) + 1))
}

function beginsWith(beginning: string): Filter {
  return { $elemMatch: { $gte: beginning, $lt: `${beginning}\u{10ffff}` } }
}
