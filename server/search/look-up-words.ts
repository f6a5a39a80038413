import { trusted } from 'mongoose'
import type { SearchTerms } from '#shared/search-words'
import { MAX_BEGINNING, type WordKind } from '../search-index/learn-words.ts'
import { Vocabulary } from '../search-index/vocabulary.model.ts'

/** A beginning stands for this many words at most, those in most use. */
const MAX_COMPLETIONS = 16
const MAX_LOOKED_AT = 200

/** How often each word is in use; one that nothing is found by is missing. */
export interface KnownWords {
  uses: Map<string, number>
  /** Words that begin with the last one, itself left out. */
  completions: string[]
}

export async function lookUpWords(kind: WordKind, terms: SearchTerms): Promise<KnownWords> {
  const words = terms.last === null ? terms.whole : [...terms.whole, terms.last]
  const [known, begun] = await Promise.all([
    Vocabulary.find({ _id: trusted({ $in: words.map((word) => `${kind}:${word}`) }) }, { uses: 1 }).lean(),
    terms.last === null ? [] : findBegun(`${kind}:${terms.last}`),
  ])
  const wordOf = (entry: { _id: string }) => entry._id.slice(kind.length + 1)
  const completions = begun.filter((entry) => wordOf(entry) !== terms.last).slice(0, MAX_COMPLETIONS)
  return {
    uses: new Map([...known, ...completions].map((entry) => [wordOf(entry), entry.uses])),
    completions: completions.map(wordOf),
  }
}

/** Most used first. A long beginning has few words, which are read and put in order here. */
async function findBegun(beginning: string): Promise<{ _id: string; uses: number }[]> {
  const letters = [...beginning.slice(beginning.indexOf(':') + 1)].length
  if (letters <= MAX_BEGINNING) {
    return Vocabulary.find({ beginnings: beginning }, { uses: 1 })
      .sort({ uses: -1 })
      .limit(MAX_COMPLETIONS + 1)
      .lean()
  }
  const found = await Vocabulary.find(
    { _id: trusted({ $gte: beginning, $lt: `${beginning}\u{10ffff}` }) },
    { uses: 1 },
  )
    .limit(MAX_LOOKED_AT)
    .lean()
  return found.sort((a, b) => b.uses - a.uses)
}
