import type { Page } from '#shared/common'
import type { SearchTerms } from '#shared/search-words'
import type { Actor } from '../accounts/actor.ts'
import { viewerScope } from '../relationships/viewer-scope.ts'
import type { WordKind } from '../search-index/learn-words.ts'
import {
  findWindow,
  firstPosition,
  type Match,
  type MatchPosition,
  type MatchWindow,
} from './find-matches.ts'
import type { KnownWords } from './look-up-words.ts'
import { decodePosition, encodePosition } from './search-cursor.ts'
import { SEARCH_SOURCES } from './search-sources.ts'

/** What one page may examine: one that is not full then has a cursor, and the next goes on. */
const EXAMINED_A_PAGE = 3000
const EXAMINED_A_LOOK = 1000
const WINDOW = 100

/** Reads things by id for one reader: those they may see, by id. */
export type Read<Thing> = (ids: string[]) => Promise<Map<string, Thing>>

export interface KindQuery {
  terms: SearchTerms
  /** What is known of their words, of this kind. */
  known: KnownWords
  limit: number
  cursor?: string
}

/** What matches, best first, of one kind. */
export async function searchOneKind<Thing>(
  actor: Actor,
  kind: WordKind,
  query: KindQuery,
  read: Read<Thing>,
): Promise<Page<Thing>> {
  const source = SEARCH_SOURCES[kind]
  const { terms, known, limit } = query
  let position = query.cursor ? decodePosition(query.cursor) : firstPosition({ source, terms })
  if (terms.whole.length === 0 && terms.last === null) return { items: [], nextCursor: null }
  const viewer = await viewerScope(actor)
  const scope = source.scope(viewer)
  const question = { source, terms, known, scope, examine: EXAMINED_A_LOOK, window: WINDOW }
  const found: Found<Thing>[] = []
  // one more tells whether there is a next page
  const enough = limit + 1
  for (let examined = 0; position && examined < EXAMINED_A_PAGE && found.length < enough;) {
    const window: MatchWindow = await findWindow(question, position)
    found.push(...(await readFirst(window.matches, read, enough - found.length)))
    examined += window.examined
    position = window.next
  }
  const items = found.slice(0, limit)
  // one more than was asked for was found, or as much as a page may was examined
  const goesOn = found.length > limit ? items.at(-1)!.position : position
  return { items: items.map(({ thing }) => thing), nextCursor: goesOn ? encodePosition(goesOn) : null }
}

interface Found<Thing> {
  thing: Thing
  position: MatchPosition
}

/** The first matches that this reader may see, read in batches until there are enough. */
async function readFirst<Thing>(
  matches: Match[],
  read: Read<Thing>,
  enough: number,
): Promise<Found<Thing>[]> {
  const found: Found<Thing>[] = []
  for (let from = 0; from < matches.length && found.length < enough; from += enough) {
    const batch = matches.slice(from, from + enough)
    const things = await read(batch.map(({ id }) => id))
    for (const { id, position } of batch) {
      const thing = things.get(id)
      if (thing !== undefined && found.length < enough) found.push({ thing, position })
    }
  }
  return found
}
