import { searchWordsOf } from '../../../server/search-index/keep-search-words.ts'
import { learnWords, type WordKind } from '../../../server/search-index/learn-words.ts'

/** What the models do when they write, for collections that are filled past them. */
export const SEARCHED: Record<string, WordKind> = {
  users: 'person',
  topics: 'topic',
  'video-metadata': 'video',
  clips: 'clip',
  'caption-segments': 'caption',
}

/** Adds to each document the words that it is found by, and makes them known once all have passed. */
export async function* withSearchWords(name: string, documents: Iterable<object>): AsyncGenerator<object> {
  const kind = SEARCHED[name]!
  const uses = new Map<string, number>()
  for (const document of documents) {
    const words = searchWordsOf(kind, document as Record<string, unknown>)
    for (const word of Object.values(words).flat()) uses.set(word, (uses.get(word) ?? 0) + 1)
    yield { ...document, ...words }
  }
  await learnWords(kind, uses)
}
