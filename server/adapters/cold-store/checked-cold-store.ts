import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { CorruptObject, NotFound } from '../../errors.ts'
import { clampRange } from '../object-store/byte-range.ts'
import type { ByteRange } from '../object-store/port.ts'
import { openPatiently } from './patient-stream.ts'
import { readChecked } from './read-checked.ts'
import type { ColdDriver, ColdFacts, ColdRef, ColdStore, ColdStoreKind } from './port.ts'

/** Any technology with what every one needs: nothing unchecked goes in or out, and nothing hangs. */
export class CheckedColdStore implements ColdStore {
  readonly kind: ColdStoreKind
  readonly canRemove: boolean
  private readonly driver: ColdDriver

  constructor(driver: ColdDriver) {
    this.driver = driver
    this.kind = driver.kind
    this.canRemove = driver.canRemove
  }

  async put(source: () => Promise<Readable>, facts: ColdFacts, signal?: AbortSignal): Promise<ColdRef> {
    signal?.throwIfAborted()
    const opened = await source()
    try {
      const checked = Readable.from(passAnnounced(opened, facts), { objectMode: false, signal })
      return { ...facts, kind: this.kind, uri: await this.driver.put(checked, facts, signal) }
    } finally {
      opened.destroy()
    }
  }

  read(ref: ColdRef, range?: ByteRange, signal?: AbortSignal): Promise<Readable> {
    if (ref.sizeBytes === 0 && !range) return Promise.resolve(Readable.from([]))
    const part = clampRange(range ?? { start: 0, end: ref.sizeBytes - 1 }, ref.sizeBytes)
    return readChecked(ref, part, (covering) => this.readUnchecked(ref, covering, signal), signal)
  }

  readUnchecked(ref: ColdRef, range: ByteRange, signal?: AbortSignal): Promise<Readable> {
    const part = clampRange(range, ref.sizeBytes)
    return openPatiently((leaving) => this.driver.read(ref, part, leaving), signal)
  }

  stat(ref: ColdRef): Promise<{ sizeBytes: number } | null> {
    return this.driver.stat(ref)
  }

  remove(ref: ColdRef): Promise<boolean> {
    return this.driver.remove(ref)
  }

  async verify(ref: ColdRef, signal?: AbortSignal): Promise<'ok' | 'missing' | 'corrupt'> {
    try {
      const found = await this.stat(ref)
      if (!found) return 'missing'
      if (found.sizeBytes !== ref.sizeBytes) return 'corrupt'
      return (await this.hashOf(ref, signal)) === ref.sha256 ? 'ok' : 'corrupt'
    } catch (error) {
      if (error instanceof NotFound) return 'missing'
      if (error instanceof CorruptObject) return 'corrupt'
      throw error
    }
  }

  list(): AsyncIterable<{ uri: string; sizeBytes: number }> {
    return this.driver.list()
  }

  close(): Promise<void> {
    return this.driver.close()
  }

  private async hashOf(ref: ColdRef, signal?: AbortSignal): Promise<string> {
    const hash = createHash('sha256')
    if (ref.sizeBytes === 0) return hash.digest('hex')
    const bytes = await this.readUnchecked(ref, { start: 0, end: ref.sizeBytes - 1 }, signal)
    for await (const chunk of bytes as AsyncIterable<Buffer>) hash.update(chunk)
    return hash.digest('hex')
  }
}

/** Keeps the last bytes back, so that nothing is stored, when all of them are not what was announced. */
async function* passAnnounced(source: Readable, facts: ColdFacts): AsyncGenerator<Buffer> {
  const hash = createHash('sha256')
  let left = facts.sizeBytes
  for await (const chunk of source as AsyncIterable<Buffer>) {
    if (chunk.length === 0) continue
    left -= chunk.length
    hash.update(chunk)
    const isWrong = left < 0 || (left === 0 && hash.digest('hex') !== facts.sha256)
    if (isWrong) throw changed(facts)
    yield chunk
  }
  if (left > 0) throw changed(facts)
}

function changed({ name }: ColdFacts): CorruptObject {
  return new CorruptObject(`${name} is not what it was, so it does not go to the cold store.`)
}
