import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { FilesystemStore } from '../../../server/adapters/object-store/filesystem.ts'
import type { ByteRange, ObjectInfo } from '../../../server/adapters/object-store/port.ts'
import { NotFound } from '../../../server/errors.ts'

const stores = new Map<string, Map<string, { bytes: Buffer; modifiedAt: Date }>>()

/** Lets folders of objects, the cold one too, live in memory. `effect` is called before and after each change. */
export function keepObjectsInMemory(effect: () => void): void {
  Object.assign(FilesystemStore.prototype, {
    async put(this: object, key: string, source: Readable | Buffer): Promise<ObjectInfo> {
      effect()
      const bytes = Buffer.isBuffer(source) ? source : await buffer(source)
      // half written: nobody sees anything of it
      effect()
      const modifiedAt = new Date()
      objectsOf(this).set(key, { bytes, modifiedAt })
      effect()
      return { key, sizeBytes: bytes.length, modifiedAt }
    },
    async putLent(this: object, key: string, pieces: AsyncIterable<Buffer>): Promise<ObjectInfo> {
      const copies: Buffer[] = []
      for await (const piece of pieces) copies.push(Buffer.from(piece))
      return await FilesystemStore.prototype.put.call(this as FilesystemStore, key, Buffer.concat(copies), {
        contentType: '',
      })
    },
    async read(this: object, key: string, range?: ByteRange): Promise<Readable> {
      const object = objectsOf(this).get(key)
      if (!object) throw new NotFound('This file is no longer here.')
      const { start, end } = range ?? { start: 0, end: object.bytes.length - 1 }
      return Readable.from([object.bytes.subarray(start, end + 1)], { objectMode: false })
    },
    async stat(this: object, key: string): Promise<ObjectInfo | null> {
      const object = objectsOf(this).get(key)
      return object ? { key, sizeBytes: object.bytes.length, modifiedAt: object.modifiedAt } : null
    },
    async remove(this: object, key: string): Promise<void> {
      effect()
      objectsOf(this).delete(key)
      effect()
    },
    async *list(this: object, prefix: string): AsyncGenerator<ObjectInfo> {
      for (const [key, { bytes, modifiedAt }] of [...objectsOf(this)].sort(([a], [b]) => (a < b ? -1 : 1))) {
        if (key.startsWith(prefix)) yield { key, sizeBytes: bytes.length, modifiedAt }
      }
    },
  })
}

export function forgetObjects(): void {
  stores.clear()
}

function objectsOf(store: object) {
  const { root } = store as { root: string }
  const known = stores.get(root) ?? new Map<string, { bytes: Buffer; modifiedAt: Date }>()
  stores.set(root, known)
  return known
}
