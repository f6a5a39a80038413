// npm run collection -- <collection.vgz> [--into <folder>]: checks every block of a collection, and takes its files out.
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { CorruptObject } from '../server/errors.ts'
import type { CollectedFile } from '../server/tiers/vgz/format.ts'
import { readCollected, type ReadBytes } from '../server/tiers/vgz/read-collected.ts'
import { readIndex } from '../server/tiers/vgz/read-index.ts'
import { recoverIndex } from '../server/tiers/vgz/recover-index.ts'
import { verifyCollection } from '../server/tiers/vgz/verify-collection.ts'

const { values, positionals } = parseArgs({ options: { into: { type: 'string' } }, allowPositionals: true })

/** Needs nothing but the file: no database, no settings. */
async function main(path: string): Promise<boolean> {
  const read: ReadBytes = async (range) => createReadStream(path, { ...range, highWaterMark: 256 * 1024 })
  const { files, isWhole } = await openIndex((await stat(path)).size, read)
  let isRight = isWhole
  for (const file of files) {
    const damaged = await Array.fromAsync(verifyCollection([file], read))
    if (damaged.length > 0) isRight = false
    const verdict =
      damaged.length === 0 ? 'right' : `damaged blocks: ${damaged.map(({ block }) => block).join(', ')}`
    console.log(`${file.name}  ${file.sizeBytes} bytes  ${verdict}`)
    if (values.into && damaged.length === 0) await takeOut(file, read, values.into)
  }
  return isRight
}

async function openIndex(
  sizeBytes: number,
  read: ReadBytes,
): Promise<{ files: CollectedFile[]; isWhole: boolean }> {
  try {
    return { files: await readIndex(sizeBytes, read), isWhole: true }
  } catch (error) {
    if (!(error instanceof CorruptObject)) throw error
    const { files, lostBlocks } = await recoverIndex(sizeBytes, read)
    console.log(
      `The index is damaged. It was made anew from the blocks; ${lostBlocks} of them cannot be told.`,
    )
    return { files, isWhole: false }
  }
}

async function takeOut(file: CollectedFile, read: ReadBytes, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  const target = join(folder, file.name.replaceAll(/[^\w.-]/g, '-'))
  const hash = createHash('sha256')
  const output = createWriteStream(target, { flags: 'wx' })
  if (file.sizeBytes === 0) output.end()
  else {
    const source = await readCollected(file, { start: 0, end: file.sizeBytes - 1 }, read)
    source.on('data', (chunk: Buffer) => hash.update(chunk))
    await pipeline(source, output)
  }
  if (hash.digest('hex') === file.sha256) return
  await rm(target)
  throw new CorruptObject(`${file.name} is not what it was when it was collected.`)
}

const [path] = positionals
if (!path) {
  console.error(
    'Which collection? npm run collection -- .data/objects/collections/collection-1.vgz [--into folder]',
  )
  process.exitCode = 2
} else {
  process.exitCode = (await main(path)) ? 0 : 1
}
