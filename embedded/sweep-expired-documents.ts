import { z } from 'zod'
import type { RunCommand } from './engine-client.ts'

const Databases = z.object({ databases: z.array(z.object({ name: z.string() })) })
const Collections = z.object({
  cursor: z.object({ firstBatch: z.array(z.object({ name: z.string(), type: z.string() })) }),
})
const Index = z.looseObject({
  name: z.string(),
  key: z.record(z.string(), z.unknown()),
  expireAfterSeconds: z.number().optional(),
  partialFilterExpression: z.record(z.string(), z.unknown()).optional(),
})
const Indexes = z.object({ cursor: z.object({ firstBatch: z.array(Index) }) })
const Deleted = z.object({ n: z.number() })
type Index = z.infer<typeof Index>

/** Large enough that no listing here ever needs a second batch. */
const ONE_BATCH = { batchSize: 100_000 }

/**
 * Deletes what TTL indexes say has ended: the embedded engine has no thread for it. Like MongoDB's own, it looks at
 * dates only. One collection that fails does not keep the others from being swept; its error is thrown at the end.
 * @returns how many documents were deleted
 */
export async function sweepExpiredDocuments(run: RunCommand, now: Date): Promise<number> {
  let deleted = 0
  const errors: unknown[] = []
  for (const { name: database } of Databases.parse(await run('admin', { listDatabases: 1, nameOnly: true }))
    .databases) {
    for (const collection of await collectionsOf(run, database)) {
      try {
        deleted += await sweepCollection(run, database, collection, now)
      } catch (error) {
        errors.push(error)
      }
    }
  }
  if (errors.length > 0) throw new AggregateError(errors, 'some collections could not be swept')
  return deleted
}

async function collectionsOf(run: RunCommand, database: string): Promise<string[]> {
  const answer = await run(database, { listCollections: 1, nameOnly: true, cursor: ONE_BATCH })
  const collections = Collections.parse(answer).cursor.firstBatch
  return collections
    .filter(({ name, type }) => type === 'collection' && !name.startsWith('system.'))
    .map(({ name }) => name)
}

async function sweepCollection(
  run: RunCommand,
  database: string,
  collection: string,
  now: Date,
): Promise<number> {
  const answer = await run(database, { listIndexes: collection, cursor: ONE_BATCH })
  let deleted = 0
  for (const index of Indexes.parse(answer).cursor.firstBatch) {
    const filter = expiredFilter(index, now)
    if (!filter) continue
    const deletes = [{ q: filter, limit: 0, hint: index.name }]
    deleted += Deleted.parse(await run(database, { delete: collection, deletes })).n
  }
  return deleted
}

/** What a TTL index calls expired; null for an index that is none. */
export function expiredFilter(index: Index, now: Date): Record<string, unknown> | null {
  const [field, ...others] = Object.keys(index.key)
  if (index.expireAfterSeconds === undefined || !field || others.length > 0) return null
  const before = new Date(now.getTime() - index.expireAfterSeconds * 1000)
  return { ...index.partialFilterExpression, [field]: { $type: 'date', $lt: before } }
}
