import type { Schema } from 'mongoose'
import { wordsOf } from '#shared/search-words'
import { learnWords, type WordKind } from './learn-words.ts'

/** Which words of a document are kept where: the field, the fields it is made of, and how many at most. */
export interface SearchField {
  field: 'searchTitle' | 'searchBody'
  of: readonly string[]
  limit: number
}

/** Long descriptions are found by how they begin: each word is an entry of the index. */
export const TITLE_WORDS: SearchField = { field: 'searchTitle', of: ['title'], limit: 32 }
export const DESCRIPTION_WORDS: SearchField = { field: 'searchBody', of: ['description'], limit: 64 }

/**
 * Keeps `searchTitle` and `searchBody` beside the text they are made of, in the same write, whoever writes. The two are
 * never read with a document unless they are asked for.
 *
 * A change that writes one of a field's sources must write all of them. Raw writes past mongoose are for
 * `reindex-search` to find.
 */
export function keepSearchWords(schema: Schema, kind: WordKind, fields: readonly SearchField[]): void {
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

/** Of the fields whose sources are there. */
export function searchWords(
  fields: readonly SearchField[],
  read: (source: string) => unknown,
): Record<string, string[]> {
  return Object.fromEntries(
    fields
      .map(({ field, of, limit }) => ({ field, limit, texts: of.map(read) }))
      .filter(({ texts }) => texts.some((text) => typeof text === 'string'))
      .map(({ field, limit, texts }) => [
        field,
        wordsOf(texts.filter((text) => typeof text === 'string').join(' '), limit),
      ]),
  )
}

function learn(kind: WordKind, words: Record<string, string[]>): Promise<void> {
  return learnWords(kind, new Map(Object.values(words).flatMap((list) => list.map((word) => [word, 1]))))
}
