import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, readFile, stat, truncate, utimes, writeFile } from 'node:fs/promises'
import { Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { FilesystemStore } from '#server/adapters/object-store/filesystem'
import { Conflict } from '#server/errors'
import { runOnSmallDisk } from '../../support/small-disk.ts'
import { makeTempDir } from '../../support/temp-dir.ts'

const MIB = 1024 * 1024
const type = { contentType: 'video/mp4' }

let folder: Awaited<ReturnType<typeof makeTempDir>>
beforeAll(async () => {
  folder = await makeTempDir('files')
})
afterAll(() => folder?.remove())

let runs = 0
let root: string
let store: FilesystemStore
beforeEach(() => {
  root = `${folder.path}/${(runs += 1)}`
  store = new FilesystemStore(root)
})

const keysOf = async () => {
  const keys: string[] = []
  for await (const { key } of store.list('')) keys.push(key)
  return keys
}
const partials = () => readdir(`${root}/.partial`)

describe('the media folder', () => {
  it('is for its owner alone', async () => {
    await store.put('artwork/a/poster.jpg', Buffer.from('x'), type)
    await writeFile(`${folder.path}/open`, 'x', { mode: 0o644 })
    await store.putFile('originals/a', `${folder.path}/open`, { ...type, consume: true })
    for (const path of ['', '/artwork', '/artwork/a', '/originals']) {
      expect((await stat(root + path)).mode & 0o777).toBe(0o700)
    }
    for (const path of ['/artwork/a/poster.jpg', '/originals/a']) {
      expect((await stat(root + path)).mode & 0o777).toBe(0o600)
    }
  })

  it('takes a file over by its name, without copying a byte or setting it down on the way', async () => {
    const path = `${folder.path}/mine`
    await writeFile(path, 'mine')
    const { ino } = await stat(path)
    await store.putFile('originals/mine', path, { ...type, consume: true })
    expect((await stat(`${root}/originals/mine`)).ino).toBe(ino)
    // among the half-written files it would be swept after a kill, and it is the only copy
    expect(await readdir(root)).toEqual(['originals'])
  })

  it('has no room for an object below another', async () => {
    await store.put('videos/a', Buffer.from('x'), type)
    await expect(store.put('videos/a/b', Buffer.from('x'), type)).rejects.toBeInstanceOf(Conflict)
    await expect(store.put('videos', Buffer.from('x'), type)).rejects.toBeInstanceOf(Conflict)
    expect(await store.stat('videos')).toBeNull()
    expect(await store.stat('videos/a/b')).toBeNull()
    await store.remove('videos/a/b')
    expect(await keysOf()).toEqual(['videos/a'])
    expect(await partials()).toEqual([])
  })

  it('leaves no empty folders, also when others put there at the same time', async () => {
    await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        for (let round = 0; round < 10; round += 1) {
          await store.put(`artwork/shared/${index}.jpg`, Buffer.from('x'), type)
          await store.remove(`artwork/shared/${index}.jpg`)
        }
      }),
    )
    expect(await readdir(root)).toEqual(['.partial'])
  })
})

describe('a process that is killed while it writes', () => {
  it('leaves the old object whole and no other, and its rest is swept at the next start', async () => {
    await store.put('videos/kept', Buffer.from('old'), type)
    const child = startTask('write-slowly', root)
    await messages(child, 30)
    expect(await partials()).toHaveLength(1)
    await store.sweep()
    expect(await partials(), 'what a living process writes is left alone').toHaveLength(1)
    await kill(child)
    expect(await keysOf()).toEqual(['videos/kept'])
    expect(await readFile(`${root}/videos/kept`, 'utf8')).toBe('old')
    await new FilesystemStore(root).sweep()
    expect(await partials()).toEqual([])
  })

  it('loses no file that it was handing over, wherever it was cut', async () => {
    const source = `${folder.path}/handing-over`
    await mkdir(source)
    for (let round = 0; round < 12; round += 1) {
      const child = startTask('give-files', root, source)
      await messages(child, 1 + Math.floor(Math.random() * 40))
      await kill(child)
    }
    await new FilesystemStore(root).sweep()
    const waiting = (await readdir(source)).map((name) => ({ name, path: `${source}/${name}` }))
    const stored = (await keysOf()).map((key) => ({ name: key.split('/')[1]!, path: `${root}/${key}` }))
    expect(stored.length).toBeGreaterThan(12)
    expect(waiting.length).toBeLessThanOrEqual(12)
    for (const { name, path } of stored) expect(await readFile(path, 'utf8')).toBe(name)
    const byProcess = Map.groupBy([...waiting, ...stored], ({ name }) => name.split('-')[0])
    for (const files of byProcess.values()) {
      const numbers = files.map(({ name }) => Number(name.split('-')[1])).sort((a, b) => a - b)
      expect(numbers).toEqual(numbers.map((_, index) => index))
    }
  })

  it('on another machine counts as gone after a day', async () => {
    await mkdir(`${root}/.partial`)
    const [old, recent] = ['0123456789ab_1_777_x', '0123456789ab_1_777_y'].map(
      (name) => `${root}/.partial/${name}`,
    )
    await writeFile(old!, 'x')
    await writeFile(recent!, 'x')
    const before = new Date(Date.now() - 25 * 3600_000)
    await utimes(old!, before, before)
    await store.sweep()
    expect(await partials()).toEqual(['0123456789ab_1_777_y'])
  })
})

describe('a full disk', () => {
  it('is told as such, keeps what was there, leaves nothing half, and is used again when there is room', async () => {
    const big = `${folder.path}/big`
    await writeFile(big, Buffer.alloc(16 * MIB, 1))
    const answer = (await runOnSmallDisk('fill-with-objects', `${folder.path}/disk`, big)) as {
      freeBytes: number
    }
    expect(answer).toMatchObject({
      errors: Array.from({ length: 5 }, () => 'insufficient_storage'),
      keys: [`videos/old ${MIB}`],
      partials: [],
    })
    expect(answer.freeBytes).toBeGreaterThan(6 * MIB)
    expect((await stat(big)).size).toBe(16 * MIB)
  })

  it('a file from another disk is copied over, then taken away there', async () => {
    const answer = await runOnSmallDisk('move-across', `${folder.path}/other-disk`, root)
    expect(answer).toEqual({ sizeBytes: 24, left: [] })
    expect(await readFile(`${root}/originals/moved`, 'utf8')).toBe('from another file system')
  })
})

describe('sending', () => {
  it('300 MB take no more memory than two buffers', async () => {
    const path = `${folder.path}/sparse`
    await writeFile(path, '')
    await truncate(path, 300 * MIB)
    await store.putFile('videos/large', path, { ...type, consume: true })
    let most = 0
    let received = 0
    const sink = new Writable({
      write(chunk: Buffer, _encoding, done) {
        received += chunk.length
        most = Math.max(most, process.memoryUsage().arrayBuffers)
        setImmediate(done)
      },
    })
    const before = process.memoryUsage().arrayBuffers
    await store.send('videos/large', { start: 0, end: 300 * MIB - 1 }, sink)
    expect(received).toBe(300 * MIB)
    expect(most - before).toBeLessThan(3 * MIB)
  })

  it('a thousand clients that stand still take less than 100 MB', async () => {
    const path = `${folder.path}/sparse-2`
    await writeFile(path, '')
    await truncate(path, 64 * MIB)
    await store.putFile('videos/large', path, { ...type, consume: true })
    const before = process.memoryUsage().arrayBuffers
    const sinks = Array.from({ length: 1_000 }, () => new Writable({ write: () => undefined }))
    const sending = sinks.map((sink) => store.send('videos/large', { start: 0, end: 64 * MIB - 1 }, sink))
    await expect.poll(() => sinks.every((sink) => sink.writableLength > 0), { timeout: 20_000 }).toBe(true)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100 * MIB)
    for (const sink of sinks) sink.destroy()
    await Promise.all(sending)
  })

  it('cuts the connection when the file is shorter than it was', async () => {
    await store.put('videos/shrinking', Buffer.alloc(8 * MIB), type)
    let isShort = false
    const sink = new Writable({
      write(_chunk, _encoding, done) {
        const next = isShort ? Promise.resolve() : truncate(`${root}/videos/shrinking`, MIB)
        isShort = true
        next.then(() => done(), done)
      },
    })
    await store.send('videos/shrinking', { start: 0, end: 8 * MIB - 1 }, sink)
    expect(sink.destroyed).toBe(true)
    expect(sink.writableFinished).toBe(false)
  })
})

function startTask(task: string, ...input: string[]): ChildProcess {
  const script = fileURLToPath(new URL('../../support/object-store-process.ts', import.meta.url))
  return fork(script, [task, ...input], { execArgv: [] })
}

async function messages(child: ChildProcess, count: number): Promise<void> {
  for (let seen = 0; seen < count; seen += 1) await once(child, 'message')
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL')
  await once(child, 'exit')
}
