import { readdirSync } from 'node:fs'
import { rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { OpenFiles, type OpenFile } from '#server/adapters/object-store/open-files'
import { makeTempDir } from '../../support/temp-dir.ts'

let folder: Awaited<ReturnType<typeof makeTempDir>>
let path: string
let files: OpenFiles

beforeEach(async () => {
  folder = await makeTempDir('open')
  path = join(folder.path, 'pack')
  await writeFile(path, 'first')
  files = new OpenFiles()
})
afterEach(async () => {
  files.close()
  await folder.remove()
})

const text = async ({ handle, sizeBytes }: OpenFile) =>
  (await handle.read(Buffer.alloc(sizeBytes), 0, sizeBytes, 0)).buffer.toString()
const openCount = () => readdirSync('/proc/self/fd').length

it('opens a file once, however many read it at the same time', async () => {
  const before = openCount()
  await Promise.all(Array.from({ length: 50 }, () => files.use(path, async () => sleep(20))))
  await files.use(path, text)
  expect(openCount() - before).toBe(1)
})

it('reads on in the file that it began with, and closes it when the last reader is done', async () => {
  const before = openCount()
  await files.use(path, async (file) => {
    files.forget(path)
    await writeFile(`${path}.new`, 'second')
    await rename(`${path}.new`, path)
    expect(await text(file)).toBe('first')
    expect(await files.use(path, text)).toBe('second')
  })
  files.close()
  await sleep(50)
  expect(openCount()).toBe(before)
})

it('notices within about a second what another process did to the name', async () => {
  expect(await files.use(path, text)).toBe('first')
  await writeFile(`${path}.new`, 'second')
  await rename(`${path}.new`, path)
  await sleep(1100)
  expect(await files.use(path, text)).toBe('second')
  await rm(path)
  await sleep(1100)
  await expect(files.use(path, text)).rejects.toMatchObject({ code: 'ENOENT' })
})

it('closes every file even when many are replaced under many readers', async () => {
  const before = openCount()
  const readers = Array.from({ length: 200 }, async (_, index) => {
    if (index % 10 === 0) files.forget(path)
    return files.use(path, async (file) => {
      await sleep(index % 7)
      return text(file)
    })
  })
  expect(new Set(await Promise.all(readers))).toEqual(new Set(['first']))
  files.close()
  await sleep(50)
  expect(openCount()).toBe(before)
})
