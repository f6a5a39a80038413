import { copyFile, mkdir, open, readdir, rename, rm, stat, statfs, type FileHandle } from 'node:fs/promises'
import { constants } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { config } from '../config.ts'
import { InsufficientStorage } from '../errors.ts'

/** Where an upload's bytes lie until it is finished. */
export function uploadPath(uploadId: string): string {
  return join(config().paths.uploads, uploadId)
}

/** Bytes that lie here, or null when there is no file. */
export async function receivedBytes(uploadId: string): Promise<number | null> {
  try {
    return (await stat(uploadPath(uploadId))).size
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

/** Names of everything in the uploads folder; `<uploadId>` or `<uploadId>.<by-product>`. */
export async function listUploadFiles(): Promise<string[]> {
  return readdir(await uploadFolder())
}

/** Bytes that can still be written beside the uploads. */
export async function freeUploadBytes(): Promise<number> {
  const { bavail, bsize } = await statfs(await uploadFolder())
  return bavail * bsize
}

/** Makes the empty file, durably: after power loss its name is still there. */
export async function createUploadFile(uploadId: string): Promise<void> {
  await withDiskErrors(async () => {
    const folder = await uploadFolder()
    const file = await open(uploadPath(uploadId), 'wx', 0o600)
    await file.close()
    await syncDirectory(folder)
  })
}

export interface AppendOptions {
  offset: number
  /** Checked before every write; false stops it. */
  mayWrite(): boolean
}

/**
 * Writes a stream at an offset and returns once the bytes are on the disk.
 * Whatever goes wrong, the file is a true prefix of what was sent: bytes are written in order, and what a failing disk
 * may have dropped is cut off.
 * @throws InsufficientStorage when the disk is full
 */
export async function appendUpload(
  uploadId: string,
  source: Readable,
  options: AppendOptions,
): Promise<number> {
  return withDiskErrors(async () => {
    const file = await open(uploadPath(uploadId), 'r+')
    try {
      const end = await writeInOrder(file, source, options)
      await syncOrCut(file, options.offset)
      return end
    } finally {
      await file.close()
    }
  })
}

/** Gives the bytes a new file, so that a writer that still has the old one open reaches nobody. */
export async function detachUploadFile(uploadId: string): Promise<void> {
  const path = uploadPath(uploadId)
  const copy = `${path}.detached`
  await withDiskErrors(async () => {
    await copyFile(path, copy, constants.COPYFILE_FICLONE)
    const file = await open(copy, 'r+')
    await file.sync().finally(() => file.close())
    await rename(copy, path)
    await syncDirectory(dirname(path))
  }).catch(async (error: unknown) => {
    await rm(copy, { force: true })
    if (!isMissing(error)) throw error
  })
}

/** After a crash the last bytes may lie only in the page cache. */
export async function syncUploadFile(uploadId: string): Promise<void> {
  const file = await open(uploadPath(uploadId), 'r+')
  await file.sync().finally(() => file.close())
}

/** The bytes and every by-product, which are named `<uploadId>.<what>`. No error when they are gone already. */
export async function removeUploadFiles(uploadId: string): Promise<void> {
  const names = (await listUploadFiles()).filter((name) => name.split('.')[0] === uploadId)
  await Promise.all(names.map((name) => rm(join(config().paths.uploads, name), { force: true })))
}

/** Made when first asked for; nobody else on the machine may look in. */
async function uploadFolder(): Promise<string> {
  await mkdir(config().paths.uploads, { recursive: true, mode: 0o700 })
  return config().paths.uploads
}

/** Runs something that writes; a full disk or quota becomes InsufficientStorage. */
export async function withDiskErrors<Result>(write: () => Promise<Result>): Promise<Result> {
  try {
    return await write()
  } catch (error) {
    if (!isDiskFull(error)) throw error
    throw new InsufficientStorage(
      'The server has no room left. What was received is kept: try again later, or ask whoever runs this site.',
      { cause: error },
    )
  }
}

async function writeInOrder(file: FileHandle, source: Readable, options: AppendOptions): Promise<number> {
  let position = options.offset
  for await (const chunk of source as AsyncIterable<Buffer>) {
    for (let done = 0; done < chunk.length;) {
      if (!options.mayWrite()) return position
      const { bytesWritten } = await file.write(chunk, done, chunk.length - done, position)
      done += bytesWritten
      position += bytesWritten
    }
  }
  return position
}

/** After a failed fsync the kernel may have dropped the pages (fsyncgate, 2018): nothing since the last one is trusted. */
async function syncOrCut(file: FileHandle, offset: number): Promise<void> {
  try {
    await file.sync()
  } catch (error) {
    await file.truncate(offset)
    throw error
  }
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r')
  await directory.sync().finally(() => directory.close())
}

function isDiskFull(error: unknown): boolean {
  return hasCode(error) && ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(error.code)
}

export function isMissing(error: unknown): boolean {
  return hasCode(error) && error.code === 'ENOENT'
}

function hasCode(error: unknown): error is Error & { code: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
}
