import type { Model } from 'mongoose'
import { User } from '../accounts/user.model.ts'
import { Clip } from '../clips/clip.model.ts'
import { enqueue } from '../jobs/enqueue.ts'
import { searchWordsOf, type SearchWords } from '../search-index/keep-search-words.ts'
import { learnWords, type WordKind } from '../search-index/learn-words.ts'
import { Topic } from '../topics/topic.model.ts'
import { Video } from '../videos/video.model.ts'

const DOCUMENTS_A_STEP = 500
const MODELS = { video: Video, clip: Clip, topic: Topic, person: User } as const satisfies Partial<
  Record<WordKind, unknown>
>

interface Found extends Record<string, unknown> {
  _id: unknown
  captions?: unknown[]
}

/**
 * Gives words to what was written before there were any, or past the models. What has none stands at one place of the
 * index, so that looking costs nothing when there is nothing to do.
 */
export async function reindexSearch(signal?: AbortSignal): Promise<void> {
  for (const [kind, model] of Object.entries(MODELS)) {
    const documents = model.collection
    for (;;) {
      signal?.throwIfAborted()
      const found = (await documents
        .find({ searchTitle: null }, { limit: DOCUMENTS_A_STEP })
        .toArray()) as unknown as Found[]
      if (found.length === 0) break
      const given = await giveWords(kind as WordKind, model as unknown as Model<unknown>, found)
      // all of them have words from elsewhere by now: the next look is for the next run
      if (given === 0) break
    }
  }
}

async function giveWords(kind: WordKind, model: Model<unknown>, found: Found[]): Promise<number> {
  const words = found.map((document) => searchWordsOf(kind, document))
  await learnWords(kind, countUses(words))
  const { modifiedCount } = await model.collection.bulkWrite(
    found.map((document, index) => ({
      // by the text as well: what was changed meanwhile has its words from that change
      updateOne: {
        filter: { _id: document._id as never, searchTitle: null as never },
        update: { $set: words[index]! },
      },
    })),
    { ordered: false },
  )
  for (const { _id, captions } of found) {
    if (kind === 'video' && captions?.length) await enqueue('index-captions', { videoId: String(_id) })
  }
  return modifiedCount
}

function countUses(all: SearchWords[]): Map<string, number> {
  const uses = new Map<string, number>()
  for (const word of all.flatMap((words) => Object.values(words).flat()))
    uses.set(word, (uses.get(word) ?? 0) + 1)
  return uses
}
