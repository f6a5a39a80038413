import type { SuggestionView } from '#shared/search'
import { termsOf } from '#shared/search-words'
import type { Actor } from '../accounts/actor.ts'
import { glance } from './glance.ts'
import { suggestionsReader } from './glance-readers.ts'
import { lookUpWords } from './look-up-words.ts'

const WANTED = { topic: 2, person: 2, video: 4, clip: 2 } as const
type Suggested = keyof typeof WANTED

/** A few things whose title holds what has been typed so far, for the list under the search box. */
export async function suggest(actor: Actor, question: string): Promise<SuggestionView[]> {
  const terms = termsOf(question)
  const kinds = Object.keys(WANTED) as Suggested[]
  const known = await lookUpWords(kinds, terms)
  // people are known by their username as much as by their name
  const isTitleOnly = (kind: string) => kind !== 'person'
  const found = await glance(actor, { terms, known, wanted: WANTED, isTitleOnly }, suggestionsReader(actor))
  return kinds.flatMap((kind) => found.get(kind) ?? [])
}
