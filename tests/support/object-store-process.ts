import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { FilesystemStore } from '#server/adapters/object-store/filesystem'

// A child process that is killed while it stores.
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
}

await tasks[task]!()
