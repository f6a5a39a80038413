import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import type { ColdFacts } from './port.ts'
import { ChunkRoots } from './sector-root.ts'

/** What a cold store has to know of an object: reads it once, in bites that do not hold the event loop. */
export async function coldFacts(
  source: Readable,
  { name, contentType }: Pick<ColdFacts, 'name' | 'contentType'>,
): Promise<ColdFacts> {
  const hash = createHash('sha256')
  const roots = new ChunkRoots()
  let sizeBytes = 0
  for await (const chunk of source as AsyncIterable<Buffer>) {
    hash.update(chunk)
    roots.update(chunk)
    sizeBytes += chunk.length
  }
  return { name, contentType, sizeBytes, sha256: hash.digest('hex'), chunkRoots: roots.digest() }
}
