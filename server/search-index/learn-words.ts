import { Vocabulary } from './vocabulary.model.ts'

/** What a word is of. */
export const WORD_KINDS = ['video', 'clip', 'topic', 'person', 'caption'] as const
export type WordKind = (typeof WORD_KINDS)[number]

/** Beginnings longer than this are looked up by the range of words. */
export const MAX_BEGINNING = 6
const WORDS_A_WRITE = 1000

/** Makes the words known that a thing is about to be found by; before it is written, so that none is ever missing. */
export async function learnWords(kind: WordKind, uses: ReadonlyMap<string, number>): Promise<void> {
  const entries = [...uses]
  for (let from = 0; from < entries.length; from += WORDS_A_WRITE) {
    await Vocabulary.bulkWrite(
      entries.slice(from, from + WORDS_A_WRITE).map(([word, count]) => ({
        updateOne: {
          filter: { _id: `${kind}:${word}` },
          update: { $inc: { uses: count }, $setOnInsert: { beginnings: beginningsOf(kind, word) } },
          upsert: true,
        },
      })),
      { ordered: false },
    )
  }
}

function beginningsOf(kind: WordKind, word: string): string[] {
  const letters = [...word].slice(0, MAX_BEGINNING)
  return letters.map((_, index) => `${kind}:${letters.slice(0, index + 1).join('')}`)
}
