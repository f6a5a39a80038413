import type { Readable } from 'node:stream'
import type { ByteRange, ObjectStore } from '../object-store/port.ts'
import type { ColdDriver, ColdFacts, ColdRef } from './port.ts'

/** Cold objects in an object store of their own, named by what is in them: a folder, or a bucket (Sia's s3d is one). */
export class ObjectDriver implements ColdDriver {
  readonly kind: 'local' | 's3'
  readonly canRemove = true
  private readonly store: ObjectStore
  /** Before every key, so that a bucket can hold other things too. */
  private readonly prefix: string

  constructor(kind: 'local' | 's3', store: ObjectStore, prefix = '') {
    this.kind = kind
    this.store = store
    this.prefix = prefix
  }

  async put(source: Readable, { sha256, contentType, sizeBytes }: ColdFacts): Promise<string> {
    const key = `${this.prefix}${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`
    await this.store.put(key, source, { contentType, maxBytes: sizeBytes })
    return this.uri(key)
  }

  read(ref: ColdRef, range: ByteRange): Promise<Readable> {
    return this.store.read(this.key(ref), range)
  }

  async stat(ref: ColdRef): Promise<{ sizeBytes: number } | null> {
    const found = await this.store.stat(this.key(ref))
    return found && { sizeBytes: found.sizeBytes }
  }

  async remove(ref: ColdRef): Promise<boolean> {
    await this.store.remove(this.key(ref))
    return true
  }

  async *list(): AsyncIterable<{ uri: string; sizeBytes: number }> {
    for await (const { key, sizeBytes } of this.store.list(this.prefix))
      yield { uri: this.uri(key), sizeBytes }
  }

  close(): Promise<void> {
    return this.store.close()
  }

  private uri(key: string): string {
    return `sia://${this.kind}/${key}`
  }

  private key({ uri }: ColdRef): string {
    return uri.slice(this.uri('').length)
  }
}
