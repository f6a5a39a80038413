import { Readable, type Writable } from 'node:stream'
import { systemClock } from '../adapters/clock/index.ts'
import { getHotBlocks, LIVE_BLOCK_BYTES } from '../adapters/live-cache/index.ts'
import { afterPart, blockKey, type BlockPart, type BlockPlace } from '../adapters/live-cache/hot-blocks.ts'
import { getObjectStore } from '../adapters/object-store/index.ts'
import type { Expectation } from '../adapters/live-cache/hot-shelf.ts'
import type { ByteRange } from '../adapters/object-store/port.ts'
import { CorruptObject } from '../errors.ts'
import { logger } from '../logger.ts'
import { noteLiveUse } from './live-use.ts'

/** Of one response. */
const MAX_UNSENT_BYTES = 2 * 2 ** 20

/** An object of the object store whose bytes never change: a pack. */
export interface LiveObject {
  objectKey: string
  sizeBytes: number
}

/**
 * Reads a range through the LIVE tier: blocks that are hot from the cache, the others from the object store, from where
 * each is read once however many wait for it. A cache that is away costs speed alone.
 * Errors as of the object store, in the stream.
 */
export function openLiveRange(object: LiveObject, range: ByteRange, signal?: AbortSignal): Readable {
  return Readable.from(readRange(object, range, signal), { objectMode: false })
}

/**
 * Sends a range to a response as `ObjectStore.send` does: ends it, stops quietly when the client goes away, and throws
 * only before the first byte. Slow clients hold the reading back. What is not all hot comes from a folder as fast as it
 * can be sent, and is taken in beside that as far as there is room for it; from far away each block is read once.
 */
export async function sendLiveRange(object: LiveObject, range: ByteRange, response: Writable): Promise<void> {
  const store = getObjectStore()
  if (store.kind !== 'filesystem') return sendBlocks(object, range, response)
  const spans = blocksOf(object, range)
  const hot = await getHotBlocks().take(spans).catch(withoutCache)
  noteLiveUse(object.objectKey, systemClock.now())
  if (hot) return await sendHot(hot, { object, range, response })
  await store.send(object.objectKey, range, response, { isImmutable: true })
  warmLiveRange(object, range, 'none').catch(withoutCache)
}

interface Sending {
  object: LiveObject
  range: ByteRange
  response: Writable
}

/**
 * Blocks go out as they lie in the cache: a few at once cost no room, and far fewer turns of waiting. From one on that went
 * meanwhile the store gives the rest.
 */
async function sendHot(
  parts: Iterable<Buffer> | AsyncIterable<Buffer | undefined>,
  { object, range, response }: Sending,
): Promise<void> {
  let start = range.start
  for await (const bytes of parts) {
    if (response.destroyed) return
    if (!bytes) return await sendRest({ object, range: { ...range, start }, response })
    start += bytes.length
    response.write(bytes)
    if (response.writableLength > MAX_UNSENT_BYTES && !(await drained(response))) return
  }
  response.end()
}

async function sendRest({ object, range, response }: Sending): Promise<void> {
  try {
    await getObjectStore().send(object.objectKey, range, response)
  } catch (error) {
    cut(error, object, response)
  }
}

/** After the first byte an error can reach the client only as a cut connection. */
function cut(error: unknown, { objectKey }: LiveObject, response: Writable): void {
  logger.error({ error, key: objectKey }, 'an object could not be read to its end')
  response.destroy()
}

async function sendBlocks(object: LiveObject, range: ByteRange, response: Writable): Promise<void> {
  let isBegun = false
  try {
    for await (const bytes of readRange(object, range)) {
      if (response.destroyed) return
      isBegun = true
      if (!response.write(bytes) && !(await drained(response))) return
    }
    response.end()
  } catch (error) {
    if (!isBegun) throw error
    cut(error, object, response)
  }
}

/**
 * Fetches what a range needs into the cache, as far as there is room for it, for somebody who will ask for it. Bytes go
 * nowhere else.
 */
export async function warmLiveRange(
  object: LiveObject,
  range: ByteRange,
  next: Expectation = 'window',
): Promise<void> {
  for (const { place, length } of blocksOf(object, range)) await warmBlock(place, length, next)
}

async function warmBlock(place: BlockPlace, length: number, next: Expectation): Promise<void> {
  const blocks = getHotBlocks()
  if ((await blocks.expect(place, next)) || !(await blocks.wants(place, next))) return
  await fetchBlock(place, length, next)
}

async function* readRange(
  object: LiveObject,
  range: ByteRange,
  signal?: AbortSignal,
): AsyncGenerator<Buffer> {
  const spans = blocksOf(object, range)
  noteLiveUse(object.objectKey, systemClock.now())
  let next = begin(spans[0])
  for (const [index, { from, to, length }] of spans.entries()) {
    const bytes = await next
    signal?.throwIfAborted()
    // the next is on its way while this one is sent
    next = begin(spans[index + 1])
    yield from === 0 && to === length ? bytes! : bytes!.subarray(from, to)
  }
  readAhead(object, range)
}

/** The beginning of a video is asked for by many who never play it. */
const BEGINNING_BLOCKS = 2

/** Who plays asks for the next segment in a few seconds. */
function readAhead(object: LiveObject, { end }: ByteRange): void {
  const block = Math.floor(end / LIVE_BLOCK_BYTES)
  const start = (block + 1) * LIVE_BLOCK_BYTES
  if (block < BEGINNING_BLOCKS || start >= object.sizeBytes) return
  warmLiveRange(object, { start, end: start }, 'soon').catch(withoutCache)
}

function begin(span: BlockPart | undefined): Promise<Buffer | undefined> {
  const reading = span ? readBlock(span) : Promise.resolve(undefined)
  // whoever stops early awaits it no more
  reading.catch(() => undefined)
  return reading
}

/** Aligned, and clamped to the object: a range that begins behind its end has none. */
function blocksOf({ objectKey, sizeBytes }: LiveObject, range: ByteRange): BlockPart[] {
  const end = Math.min(range.end, sizeBytes - 1)
  const first = Math.floor(range.start / LIVE_BLOCK_BYTES)
  const count = end < range.start ? 0 : Math.floor(end / LIVE_BLOCK_BYTES) - first + 1
  return Array.from({ length: count }, (_, index) => {
    const start = (first + index) * LIVE_BLOCK_BYTES
    const length = Math.min(LIVE_BLOCK_BYTES, sizeBytes - start)
    const from = Math.max(0, range.start - start)
    return { place: { objectKey, block: first + index }, length, from, to: Math.min(length, end + 1 - start) }
  })
}

async function readBlock({ place, length, to }: BlockPart): Promise<Buffer> {
  const next = afterPart({ to, length })
  const kept = await getHotBlocks().use(place, next).catch(withoutCache)
  return kept?.length === length ? kept : fetchBlock(place, length, next)
}

const fetching = new Map<string, Promise<Buffer>>()

function fetchBlock(place: BlockPlace, length: number, next: Expectation): Promise<Buffer> {
  const key = blockKey(place)
  const known = fetching.get(key)
  if (known) return known
  const fetched = readFromStore(place, length)
  fetching.set(key, fetched)
  // known until it is in the cache: somebody may just have been told that it is not there
  fetched
    .then((block) => getHotBlocks().put(place, block, next))
    .catch(withoutCache)
    .finally(() => fetching.delete(key))
  return fetched
}

async function readFromStore(place: BlockPlace, length: number): Promise<Buffer> {
  const start = place.block * LIVE_BLOCK_BYTES
  const source = await getObjectStore().read(place.objectKey, { start, end: start + length - 1 })
  const block = Buffer.allocUnsafeSlow(length)
  let filled = 0
  for await (const chunk of source as AsyncIterable<Buffer>) filled += chunk.copy(block, filled)
  if (filled !== length) throw new CorruptObject('A stored file is shorter than it should be.')
  return block
}

/** Redis says so itself, once. */
function withoutCache(): undefined {
  return undefined
}

/** False when the client is gone. */
function drained(response: Writable): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = () => {
      response.off('drain', settle).off('close', settle).off('error', settle)
      resolve(!response.destroyed)
    }
    response.on('drain', settle).on('close', settle).on('error', settle)
  })
}
