import type { Page } from '#shared/common'
import type { SearchKind, SearchQuery, SearchResult } from '#shared/search'
import { termsOf, type SearchTerms } from '#shared/search-words'
import type { Actor } from '../accounts/actor.ts'
import { WORD_KINDS, type WordKind } from '../search-index/learn-words.ts'
import { findCaptions } from './find-captions.ts'
import { glance } from './glance.ts'
import { resultsReader } from './glance-readers.ts'
import { lookUpWords } from './look-up-words.ts'
import { searchOneKind, type KindQuery } from './search-kind.ts'
import { readersFor } from './search-readers.ts'

type OneKind = Exclude<SearchKind, 'all'>
type Find = (actor: Actor, query: KindQuery) => Promise<Page<SearchResult>>

const FIND: Record<OneKind, Find> = {
  videos: (actor, query) => searchOneKind(actor, 'video', query, readersFor(actor).video),
  clips: (actor, query) => searchOneKind(actor, 'clip', query, readersFor(actor).clip),
  topics: (actor, query) => searchOneKind(actor, 'topic', query, readersFor(actor).topic),
  people: (actor, query) => searchOneKind(actor, 'person', query, readersFor(actor).person),
  captions: findCaptions,
}

const WORDS_OF = {
  videos: 'video', clips: 'clip', topics: 'topic', people: 'person', captions: 'caption',
} as const satisfies Record<OneKind, WordKind> // prettier-ignore

/** How many of each kind the page of all kinds shows. */
const OF_EACH = { topic: 3, person: 3, video: 8, clip: 6, caption: 3 } as const satisfies Record<
  WordKind,
  number
>

/** What this reader may see of what matches every word, best first. Of all kinds there is one page. */
export async function search(actor: Actor, query: SearchQuery): Promise<Page<SearchResult>> {
  const terms = termsOf(query.q)
  const { kind, limit, cursor } = query
  if (kind === 'all') return searchAll(actor, terms)
  const known = await lookUpWords([WORDS_OF[kind]], terms)
  return FIND[kind](actor, { terms, known: known[WORDS_OF[kind]]!, limit, cursor })
}

async function searchAll(actor: Actor, terms: SearchTerms): Promise<Page<SearchResult>> {
  const known = await lookUpWords(WORD_KINDS, terms)
  const found = await glance(actor, { terms, known, wanted: OF_EACH }, resultsReader(actor))
  const kinds = Object.keys(OF_EACH) as WordKind[]
  return { items: kinds.flatMap((kind) => found.get(kind) ?? []), nextCursor: null }
}
