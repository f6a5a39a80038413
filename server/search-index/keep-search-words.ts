import type { Schema } from 'mongoose'
import { wordsOf } from '#shared/search-words'
import { learnWords, type WordKind } from './learn-words.ts'

/** Which words of a document are kept where: the field, the fields it is made of, and how many at most. */
interface SearchField {
  field: 'searchTitle' | 'searchBody'
  of: readonly string[]
  limit: number
}

const TITLE: SearchField = { field: 'searchTitle', of: ['title'], limit: 32 }
/** Long descriptions are found by how they begin: each word is an entry of the index. */
const DESCRIPTION: SearchField = { field: 'searchBody', of: ['description'], limit: 64 }

const FIELDS = {
  video: [TITLE, DESCRIPTION],
  clip: [TITLE, DESCRIPTION],
  topic: [{ field: 'searchTitle', of: ['topicName', 'subTopicName'], limit: 24 }, DESCRIPTION],
  person: [
    { field: 'searchTitle', of: ['firstName', 'lastName'], limit: 16 },
    { field: 'searchBody', of: ['username'], limit: 8 },
  ],
} as const satisfies Record<Exclude<WordKind, 'caption'>, readonly SearchField[]>

/**
 * Keeps `searchTitle` and `searchBody` beside the text they are made of, in the same write, whoever writes. The two are
 * never read with a document unless they are asked for.
 *
 * A change that writes one of a field's sources must write all of them. Raw writes past mongoose are for
 * `reindex-search` to find.
 */
export function keepSearchWords(schema: Schema, kind: keyof typeof FIELDS): void {
  const fields = FIELDS[kind]
  for (const { field } of fields) {
    schema.add({ [field]: { type: [String], select: false, default: undefined } })
    schema.index({ [field]: 1, _id: -1 })
  }
  schema.pre('save', async function () {
    const words = searchWords(fields, (source) => this.get(source) as unknown)
    this.set(words)
    await learn(kind, words)
  })
  schema.pre('insertMany', async function (documents: Record<string, unknown>[]) {
    for (const document of documents) {
      const words = searchWords(fields, (source) => document[source])
      Object.assign(document, words)
      await learn(kind, words)
    }
  })
  schema.pre(['findOneAndUpdate', 'updateOne', 'updateMany'], async function () {
    const update = this.getUpdate()
    if (!update || Array.isArray(update)) return
    const set = (update.$set ?? {}) as Record<string, unknown>
    const written = { ...(update as Record<string, unknown>), ...set }
    const words = searchWords(fields, (source) => written[source])
    if (Object.keys(words).length === 0) return
    this.setUpdate({ ...update, $set: { ...set, ...words } })
    await learn(kind, words)
  })
}

export type SearchWords = Partial<Record<SearchField['field'], string[]>>

/** All the words of a document as it stands, also where its text is missing. */
export function searchWordsOf(kind: WordKind, document: Record<string, unknown>): SearchWords {
  if (kind === 'caption') return { searchTitle: wordsOf(String(document.text), 48) }
  const words = searchWords(FIELDS[kind], (source) => document[source])
  return { ...Object.fromEntries(FIELDS[kind].map(({ field }) => [field, []])), ...words }
}

/** Of the fields whose sources are there. */
function searchWords(fields: readonly SearchField[], read: (source: string) => unknown): SearchWords {
  return Object.fromEntries(
    fields
      .map(({ field, of, limit }) => ({ field, limit, texts: of.map(read).filter(isText) }))
      .filter(({ texts }) => texts.length > 0)
      .map(({ field, limit, texts }) => [field, wordsOf(texts.join(' '), limit)]),
  )
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

function learn(kind: WordKind, words: SearchWords): Promise<void> {
  return learnWords(kind, new Map(Object.values(words).flatMap((list) => list.map((word) => [word, 1]))))
}
