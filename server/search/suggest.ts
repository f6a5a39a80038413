import type { SearchResult, SuggestionView } from '#shared/search'
import { termsOf } from '#shared/search-words'
import type { Actor } from '../accounts/actor.ts'
import { readersFor } from './search-readers.ts'
import { searchOneKind } from './search-kind.ts'

const OF_EACH = { topic: 2, person: 2, video: 4, clip: 2 } as const

/** A few things whose title holds what has been typed so far, for the list under the search box. */
export async function suggest(actor: Actor, question: string): Promise<SuggestionView[]> {
  const terms = termsOf(question)
  const readers = readersFor(actor)
  const kinds = Object.keys(OF_EACH) as (keyof typeof OF_EACH)[]
  const pages = await Promise.all(
    kinds.map((kind) => {
      // people are known by their username as much as by their name
      const query = { terms, limit: OF_EACH[kind], isTitleOnly: kind !== 'person', isGlance: true }
      return searchOneKind(actor, kind, query, readers[kind])
    }),
  )
  return pages.flatMap(({ items }) => items.map(suggestionOf)).filter((suggestion) => suggestion !== null)
}

function suggestionOf(result: SearchResult): SuggestionView | null {
  switch (result.kind) {
    case 'topic': {
      const { combinedTopicName, topicName, subTopicName } = result.topic
      return { kind: 'topic', text: subTopicName ?? topicName, url: `/topics/${combinedTopicName}` }
    }
    case 'person':
      return { kind: 'person', text: result.person.name, url: `/people/${result.person.username}` }
    case 'video':
      return { kind: 'video', text: result.video.title, url: `/watch/${result.video.id}` }
    case 'clip':
      return { kind: 'clip', text: result.clip.title, url: `/clips/${result.clip.id}` }
    default:
      return null
  }
}
