import { LRUCache } from 'lru-cache'
import { trusted } from 'mongoose'
import type { SearchTerms } from '#shared/search-words'
import { MAX_BEGINNING, type WordKind } from '../search-index/learn-words.ts'
import { Vocabulary } from '../search-index/vocabulary.model.ts'

/** A beginning stands for this many words at most, those in most use. */
const MAX_COMPLETIONS = 16
const MAX_LOOKED_AT = 200

/**
 * Words in use more often than one look examines: that some more came changes nothing of how they are looked for. What is
 * used less is asked for each time, so that a new thing is found at once.
 */
const COMMON_USES = 2_000
/** No new word enters the most used completions where the least of them is in such use. */
const SETTLED_USES = 50
const KEPT_MS = 10_000
type Entry = { _id: string; uses: number }
const common = new LRUCache<string, Entry>({ max: 5_000, ttl: KEPT_MS })
const settled = new LRUCache<string, Entry[]>({ max: 1_000, ttl: KEPT_MS })

/** How often each word is in use; one that nothing is found by is missing. */
export interface KnownWords {
  uses: Map<string, number>
  /** Words that begin with the last one, itself left out. */
  completions: string[]
}

export async function lookUpWords(kind: WordKind, terms: SearchTerms): Promise<KnownWords> {
  const words = terms.last === null ? terms.whole : [...terms.whole, terms.last]
  const [known, begun] = await Promise.all([
    findKnown(words.map((word) => `${kind}:${word}`)),
    terms.last === null ? [] : findBegun(`${kind}:${terms.last}`),
  ])
  const wordOf = (entry: Entry) => entry._id.slice(kind.length + 1)
  const completions = begun.filter((entry) => wordOf(entry) !== terms.last).slice(0, MAX_COMPLETIONS)
  return {
    uses: new Map([...known, ...completions].map((entry) => [wordOf(entry), entry.uses])),
    completions: completions.map(wordOf),
  }
}

async function findKnown(ids: string[]): Promise<Entry[]> {
  const kept = ids.flatMap((id) => common.get(id) ?? [])
  const rest = ids.filter((id) => kept.every(({ _id }) => _id !== id))
  if (rest.length === 0) return kept
  const found = await Vocabulary.find({ _id: trusted({ $in: rest }) }, { uses: 1 }).lean()
  for (const entry of found) if (entry.uses >= COMMON_USES) common.set(entry._id, entry)
  return [...kept, ...found]
}

/** Most used first. A long beginning has few words, which are read and put in order here. */
async function findBegun(beginning: string): Promise<Entry[]> {
  const letters = [...beginning.slice(beginning.indexOf(':') + 1)].length
  if (letters <= MAX_BEGINNING) {
    const kept = settled.get(beginning)
    if (kept) return kept
    const most = await Vocabulary.find({ beginnings: beginning }, { uses: 1 })
      .sort({ uses: -1 })
      .limit(MAX_COMPLETIONS + 1)
      .lean()
    if (most.length > MAX_COMPLETIONS && most.at(-1)!.uses >= SETTLED_USES) settled.set(beginning, most)
    return most
  }
  const found = await Vocabulary.find(
    { _id: trusted({ $gte: beginning, $lt: `${beginning}\u{10ffff}` }) },
    { uses: 1 },
  )
    .limit(MAX_LOOKED_AT)
    .lean()
  return found.sort((a, b) => b.uses - a.uses)
}
