import mongoose from 'mongoose'
import type { ProgressBar } from '../../../scripts/progress-bar.ts'

const BATCH = 5000
/** So many batches travel while the next is put together. */
const IN_FLIGHT = 3

/** Counts what is written over all collections, and shows it. */
export interface Progress {
  add(count: number, what: string): void
  throwIfCancelled(): void
}

/** With the time that is left, by the pace so far. */
export function createProgress(bar: ProgressBar, total: number, signal: AbortSignal): Progress {
  const startedAt = performance.now()
  let done = 0
  return {
    add(count, what) {
      done += count
      const seconds = (performance.now() - startedAt) / 1000
      const left = Math.round((seconds / done) * Math.max(0, total - done))
      bar.show(
        Math.min(1, done / total),
        `${what}, ${done.toLocaleString('en')} documents, ${spoken(left)} left`,
      )
    },
    throwIfCancelled: () => signal.throwIfAborted(),
  }
}

/**
 * Writes the documents in large unordered batches. Nothing is journaled one by one, since a run that is cut begins anew;
 * the caller makes it durable at the end.
 */
export async function fill(
  collection: string,
  documents: AsyncIterable<object> | Iterable<object>,
  progress: Progress,
): Promise<number> {
  const travelling = new Set<Promise<void>>()
  let batch: object[] = []
  let count = 0
  const send = async () => {
    const full = batch
    batch = []
    while (travelling.size >= IN_FLIGHT) await Promise.race(travelling)
    const sent: Promise<void> = insert(collection, full).then(() => {
      travelling.delete(sent)
      progress.add(full.length, collection)
    })
    travelling.add(sent)
  }
  for await (const document of documents) {
    batch.push(document)
    count++
    if (batch.length < BATCH) continue
    progress.throwIfCancelled()
    await send()
  }
  if (batch.length > 0) await send()
  await Promise.all(travelling)
  return count
}

/** The bare command: the driver's own insertMany measures every document before it sends it. */
async function insert(collection: string, documents: object[]): Promise<void> {
  const { writeErrors } = (await mongoose.connection.db!.command({
    insert: collection,
    documents,
    ordered: false,
    writeConcern: { w: 1, j: false },
  })) as { writeErrors?: { errmsg: string }[] }
  if (writeErrors?.length) throw new Error(`${collection}: ${writeErrors[0]!.errmsg}`)
}

function spoken(seconds: number): string {
  return seconds < 90 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`
}
