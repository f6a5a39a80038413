import { constants } from 'node:fs'
import { copyFile, open, rename, rm, stat, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { makeDurableFolder, syncFolder } from '../disk/durable-folder.ts'
import { fileErrorCode, isMissing } from '../disk/disk-error.ts'
import { limitBytes } from './limit-bytes.ts'
import type { PartialFiles } from './partial-files.ts'

/** A neighbour who tidies up may remove an empty folder while it is being made or before it is moved into. */
const MOVE_TRIES = 50
const FLUSH_BYTES = 64 * 2 ** 20

export interface Published {
  sizeBytes: number
  modifiedAt: Date
}

/** Writes a stream beside the objects, flushed, then puts it in its place at once. Leaves nothing behind when it fails. */
export function publishStream(
  source: Readable | Buffer,
  target: string,
  partials: PartialFiles,
  maxBytes: number | undefined,
): Promise<Published> {
  return publish(target, partials, async (partial) => {
    const handle = await open(partial, 'wx', 0o600)
    const file = handle.createWriteStream({ flush: true })
    const readable = Buffer.isBuffer(source) ? Readable.from([source]) : source
    await pipeline(readable, limitBytes(maxBytes), flushEarly(handle), file)
  })
}

/** The same of pieces that are lent (port.ts): each is written while the next is made. */
export function publishLent(
  pieces: AsyncIterable<Buffer>,
  target: string,
  partials: PartialFiles,
  maxBytes: number | undefined,
): Promise<Published> {
  return publish(target, partials, async (partial) => {
    const handle = await open(partial, 'wx', 0o600)
    try {
      let writing: Promise<unknown> = Promise.resolve()
      for await (const piece of flushEarly(handle)(limitBytes(maxBytes)(pieces))) {
        await writing
        writing = writeWhole(handle, piece as Buffer)
        // met by the next turn, unless the pieces end with an error of their own
        writing.catch(() => undefined)
      }
      await writing
      await handle.sync()
    } finally {
      await handle.close()
    }
  })
}

async function writeWhole(handle: FileHandle, bytes: Buffer): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    written += (await handle.write(bytes, written)).bytesWritten
  }
}

/**
 * Has the disk write while more is being made, so that little is left to wait for at the end: of a gigabyte it would
 * otherwise be all of it.
 */
function flushEarly(handle: FileHandle) {
  return async function* (source: AsyncIterable<Buffer | string>) {
    let flushing: Promise<void> | undefined
    let unflushed = 0
    try {
      for await (const chunk of source) {
        yield chunk
        unflushed += Buffer.byteLength(chunk)
        if (unflushed < FLUSH_BYTES) continue
        // one at a time; a disk that fails says so here or at the end
        await flushing
        flushing = handle.datasync()
        flushing.catch(() => undefined)
        unflushed = 0
      }
    } finally {
      await flushing
    }
  }
}

export function publishCopy(path: string, target: string, partials: PartialFiles): Promise<Published> {
  return publish(target, partials, async (partial) => {
    await copyFile(path, partial, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL)
    await makeDurableFile(partial)
  })
}

/**
 * Takes the file itself. It is renamed straight into its place, never by way of the partial files: whatever moment this
 * is cut at, the only copy stands under its old name or under its new one.
 */
export async function publishMove(path: string, target: string, partials: PartialFiles): Promise<Published> {
  try {
    await makeDurableFile(path)
    const published = await describe(path)
    await moveIntoPlace(path, target)
    return published
  } catch (error) {
    if (fileErrorCode(error) !== 'EXDEV') throw error
    const published = await publishCopy(path, target, partials)
    await rm(path, { force: true })
    return published
  }
}

async function publish(
  target: string,
  partials: PartialFiles,
  write: (partial: string) => Promise<void>,
): Promise<Published> {
  const partial = await partials.newPath()
  try {
    await write(partial)
    const published = await describe(partial)
    await moveIntoPlace(partial, target)
    return published
  } catch (error) {
    await rm(partial, { force: true })
    throw error
  }
}

async function moveIntoPlace(path: string, target: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await makeDurableFolder(dirname(target))
      await rename(path, target)
      break
    } catch (error) {
      if (!isMissing(error) || tries === MOVE_TRIES) throw error
    }
  }
  await syncFolder(dirname(target)).catch((error: unknown) => {
    // someone has removed the object and its empty folder since: then there is nothing to flush
    if (fileErrorCode(error) !== 'ENOENT') throw error
  })
}

async function makeDurableFile(path: string): Promise<void> {
  const file = await open(path, 'r+')
  try {
    await file.chmod(0o600)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function describe(path: string): Promise<Published> {
  const { size, mtime } = await stat(path)
  return { sizeBytes: size, modifiedAt: mtime }
}
