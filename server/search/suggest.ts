import type { SearchResult, SuggestionView } from '#shared/search'
import { termsOf } from '#shared/search-words'
import type { Actor } from '../accounts/actor.ts'
import { lookUpWords } from './look-up-words.ts'
import { readersFor, readListedClips, readListedVideos } from './search-readers.ts'
import { searchOneKind, type Read } from './search-kind.ts'

const OF_EACH = { topic: 2, person: 2, video: 4, clip: 2 } as const

/** A few things whose title holds what has been typed so far, for the list under the search box. */
export async function suggest(actor: Actor, question: string): Promise<SuggestionView[]> {
  const terms = termsOf(question)
  const readers = suggestionsFor(actor)
  const kinds = Object.keys(OF_EACH) as (keyof typeof OF_EACH)[]
  const known = await lookUpWords(kinds, terms)
  const pages = await Promise.all(
    kinds.map((kind) => {
      // people are known by their username as much as by their name
      const query = {
        terms,
        known: known[kind],
        limit: OF_EACH[kind],
        isTitleOnly: kind !== 'person',
        isGlance: true,
      }
      return searchOneKind(actor, kind, query, readers[kind])
    }),
  )
  return pages.flatMap(({ items }) => items)
}

/** Of videos and clips the title is all that is shown: what their cards need besides is not read. */
function suggestionsFor(actor: Actor): Record<keyof typeof OF_EACH, Read<SuggestionView>> {
  const readers = readersFor(actor)
  return {
    topic: async (ids) => suggestionsOf(await readers.topic(ids)),
    person: async (ids) => suggestionsOf(await readers.person(ids)),
    async video(ids) {
      const videos = await readListedVideos(actor, ids)
      return new Map(videos.map(({ _id, title }) => [_id.toHexString(), { kind: 'video', text: title, url: `/watch/${_id.toHexString()}` }])) // prettier-ignore
    },
    async clip(ids) {
      const { clips } = await readListedClips(actor, ids)
      return new Map(clips.map(({ _id, title }) => [_id.toHexString(), { kind: 'clip', text: title, url: `/clips/${_id.toHexString()}` }])) // prettier-ignore
    },
  }
}

function suggestionsOf(results: Map<string, SearchResult>): Map<string, SuggestionView> {
  return new Map(
    [...results].flatMap(([id, result]) => {
      const suggestion = suggestionOf(result)
      return suggestion ? [[id, suggestion] as const] : []
    }),
  )
}

function suggestionOf(result: SearchResult): SuggestionView | null {
  switch (result.kind) {
    case 'topic': {
      const { combinedTopicName, topicName, subTopicName } = result.topic
      return { kind: 'topic', text: subTopicName ?? topicName, url: `/topics/${combinedTopicName}` }
    }
    case 'person':
      return { kind: 'person', text: result.person.name, url: `/people/${result.person.username}` }
    default:
      return null
  }
}
