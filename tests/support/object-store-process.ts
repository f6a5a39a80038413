import { randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { FilesystemStore } from '#server/adapters/object-store/filesystem'
import type { AppError } from '#server/errors'

// Child processes for what must not happen to the test's own: being killed, and a disk that is full.
const [task, root, other] = process.argv.slice(2) as [string, string, string]
const type = { contentType: 'video/mp4' }

const tasks: Record<string, () => Promise<void>> = {
  /** Overwrites one object for ever, slowly, after saying that it began. */
  async 'write-slowly'() {
    const store = new FilesystemStore(root)
    const source = async function* () {
      for (;;) {
        yield randomBytes(64 * 1024)
        process.send!('written')
        await sleep(5)
      }
    }
    await store.put('videos/kept', Readable.from(source()), type)
  },

  /** Gives files to the store for ever; each holds its own name. */
  async 'give-files'() {
    const store = new FilesystemStore(root)
    for (let index = 0; ; index += 1) {
      const name = `${process.pid}-${index}`
      writeFileSync(`${other}/${name}`, name)
      process.send!('given')
      await store.putFile(`originals/${name}`, `${other}/${name}`, { ...type, consume: true })
    }
  },

  /** On a file system of 8 MB. */
  async 'fill-disk'() {
    const store = new FilesystemStore(`${root}/objects`)
    await store.put('videos/old', Buffer.alloc(1024 * 1024, 1), type)
    const big = () => Readable.from(Array.from({ length: 16 }, () => randomBytes(1024 * 1024)))
    const errors = [
      await nameOf(store.put('videos/new', big(), type)),
      await nameOf(store.put('videos/old', big(), type)),
      await nameOf(store.put('videos/buffer', randomBytes(16 * 1024 * 1024), type)),
      await nameOf(store.putFile('videos/file', other, type)),
      await nameOf(store.putFile('videos/file', other, { ...type, consume: true })),
    ]
    const keys = []
    for await (const { key, sizeBytes } of store.list('')) keys.push(`${key} ${sizeBytes}`)
    const freeBytes = await store.freeBytes()
    await store.put('videos/fits', Buffer.alloc(1024), type)
    process.send!({ errors, keys, partials: await readdir(`${root}/objects/.partial`), freeBytes })
  },

  /** From one file system to another, where no rename is possible. */
  async 'move-across'() {
    mkdirSync(`${root}/in`)
    writeFileSync(`${root}/in/file`, 'from another file system')
    const store = new FilesystemStore(other)
    const info = await store.putFile('originals/moved', `${root}/in/file`, { ...type, consume: true })
    process.send!({ sizeBytes: info.sizeBytes, left: await readdir(`${root}/in`) })
  },
}

async function nameOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'stored',
    (error: AppError) => error.code,
  )
}

await tasks[task]!()
