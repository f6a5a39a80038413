import { trusted } from 'mongoose'
import type { SearchTerms } from '#shared/search-words'
import { boundedCache } from '../bounded-cache.ts'
import { MAX_BEGINNING, type WordKind } from '../search-index/learn-words.ts'
import { Vocabulary } from '../search-index/vocabulary.model.ts'

/** A beginning stands for this many words at most, those in most use. */
const MAX_COMPLETIONS = 16
/** With the beginning itself, which is a word as well. */
const OF_EACH_KIND = MAX_COMPLETIONS + 1
const MAX_LOOKED_AT = 200

/**
 * Words in use more often than one look examines: that some more came changes nothing of how they are looked for. What is
 * used less is asked for each time, so that a new thing is found at once.
 */
const COMMON_USES = 2_000
/** No new word enters the most used completions where the least of them is in such use. */
const SETTLED_USES = 50
const KEPT_MS = 60_000
type Entry = { _id: string; uses: number }
const common = boundedCache<Entry>({ entries: 5_000, keptMs: KEPT_MS })
const settled = boundedCache<Entry[]>({ entries: 1_000, keptMs: KEPT_MS })

/** How often each word is in use; one that nothing is found by is missing. */
export interface KnownWords {
  uses: Map<string, number>
  /** Words that begin with the last one, itself left out. */
  completions: string[]
}

/** What is known of the words of a question, for each of these kinds of things: two queries, however many kinds. */
export async function lookUpWords<Kind extends WordKind>(
  kinds: readonly Kind[],
  terms: SearchTerms,
): Promise<Record<Kind, KnownWords>> {
  const { whole, last } = terms
  const words = last === null ? whole : [...whole, last]
  const [known, begun] = await Promise.all([
    findKnown(kinds.flatMap((kind) => words.map((word) => `${kind}:${word}`))),
    last === null ? [] : findBegun(kinds, last),
  ])
  const knownOf = (kind: Kind): KnownWords => {
    const completions = begun.filter((entry) => kindOf(entry) === kind && wordOf(entry) !== last)
    const most = completions.slice(0, MAX_COMPLETIONS)
    const asked = known.filter((entry) => kindOf(entry) === kind)
    return {
      uses: new Map([...asked, ...most].map((entry) => [wordOf(entry), entry.uses])),
      completions: most.map(wordOf),
    }
  }
  return Object.fromEntries(kinds.map((kind) => [kind, knownOf(kind)])) as Record<Kind, KnownWords>
}

async function findKnown(ids: string[]): Promise<Entry[]> {
  const kept = ids.flatMap((id) => common.get(id) ?? [])
  const keptIds = new Set(kept.map(({ _id }) => _id))
  const rest = ids.filter((id) => !keptIds.has(id))
  if (rest.length === 0) return kept
  const found = await Vocabulary.find({ _id: trusted({ $in: rest }) }, { uses: 1 }).lean()
  for (const entry of found) if (entry.uses >= COMMON_USES) common.set(entry._id, entry)
  return [...kept, ...found]
}

/** Of each kind most used first. */
async function findBegun(kinds: readonly WordKind[], last: string): Promise<Entry[]> {
  if ([...last].length > MAX_BEGINNING) return findLongBegun(kinds, last)
  const kept = kinds.flatMap((kind) => settled.get(`${kind}:${last}`) ?? [])
  const rest = kinds.filter((kind) => !settled.has(`${kind}:${last}`))
  return [...kept, ...(rest.length > 0 ? await findShortBegun(rest, last) : [])]
}

async function findShortBegun(kinds: readonly WordKind[], last: string): Promise<Entry[]> {
  const limit = kinds.length * OF_EACH_KIND
  const most = await mostUsed(
    kinds.map((kind) => `${kind}:${last}`),
    limit,
  )
  const found = await Promise.all(
    kinds.map(async (kind) => {
      const ofKind = most.filter((entry) => kindOf(entry) === kind).slice(0, OF_EACH_KIND)
      // others may have taken the places of its own
      const isWhole = ofKind.length === OF_EACH_KIND || most.length < limit
      return { kind, entries: isWhole ? ofKind : await mostUsed([`${kind}:${last}`], OF_EACH_KIND) }
    }),
  )
  for (const { kind, entries } of found) {
    const least = entries[OF_EACH_KIND - 1]
    if (least && least.uses >= SETTLED_USES) settled.set(`${kind}:${last}`, entries)
  }
  return found.flatMap(({ entries }) => entries)
}

function mostUsed(beginnings: string[], limit: number): Promise<Entry[]> {
  return Vocabulary.find({ beginnings: trusted({ $in: beginnings }) }, { uses: 1 })
    .sort({ uses: -1 })
    .limit(limit)
    .lean()
}

/** A long beginning has few words, which are read and put in order here. */
async function findLongBegun(kinds: readonly WordKind[], last: string): Promise<Entry[]> {
  // words are letters and digits alone, so that nothing in them is special in a pattern
  const found = await Vocabulary.find(
    { _id: trusted({ $in: kinds.map((kind) => new RegExp(`^${kind}:${last}`)) }) },
    { uses: 1 },
  )
    .limit(MAX_LOOKED_AT * kinds.length)
    .lean()
  return found.sort((a, b) => b.uses - a.uses)
}

function kindOf({ _id }: Entry): string {
  return _id.slice(0, _id.indexOf(':'))
}

function wordOf({ _id }: Entry): string {
  return _id.slice(_id.indexOf(':') + 1)
}
