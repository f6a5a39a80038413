import { learnWords, type WordKind } from '../../../server/search-index/learn-words.ts'
import {
  DESCRIPTION_WORDS,
  searchWords,
  TITLE_WORDS,
  type SearchField,
} from '../../../server/search-index/keep-search-words.ts'

/** What the models do when they write, for collections that are filled past them. */
export const SEARCHED: Record<string, { kind: WordKind; fields: SearchField[] }> = {
  users: {
    kind: 'person',
    fields: [
      { field: 'searchTitle', of: ['firstName', 'lastName'], limit: 16 },
      { field: 'searchBody', of: ['username'], limit: 8 },
    ],
  },
  topics: {
    kind: 'topic',
    fields: [{ field: 'searchTitle', of: ['topicName', 'subTopicName'], limit: 24 }, DESCRIPTION_WORDS],
  },
  'video-metadata': { kind: 'video', fields: [TITLE_WORDS, DESCRIPTION_WORDS] },
  clips: { kind: 'clip', fields: [TITLE_WORDS, DESCRIPTION_WORDS] },
  'caption-segments': { kind: 'caption', fields: [{ field: 'searchTitle', of: ['text'], limit: 64 }] },
}

/** Adds to each document the words that it is found by, and makes them known once all have passed. */
export async function* withSearchWords(name: string, documents: Iterable<object>): AsyncGenerator<object> {
  const searched = SEARCHED[name]!
  const uses = new Map<string, number>()
  for (const document of documents) {
    const words = searchWords(searched.fields, (source) => (document as Record<string, unknown>)[source])
    for (const word of Object.values(words).flat()) uses.set(word, (uses.get(word) ?? 0) + 1)
    yield { ...document, ...words }
  }
  await learnWords(searched.kind, uses)
}
