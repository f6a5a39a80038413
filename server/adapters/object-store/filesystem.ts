import { constants, mkdirSync } from 'node:fs'
import { copyFile, open, rmdir, stat, statfs, unlink, type FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { NotFound } from '../../errors.ts'
import { logger } from '../../logger.ts'
import { BufferPool } from './buffer-pool.ts'
import { clampRange } from './byte-range.ts'
import { syncFolder } from '../disk/durable-folder.ts'
import { fileErrorCode, isMissing, translateDiskError } from '../disk/disk-error.ts'
import { checkSize } from './limit-bytes.ts'
import { LentChunks } from './lent-chunks.ts'
import { checkKey, checkPrefix } from './object-key.ts'
import { OpenFiles } from './open-files.ts'
import { PartialFiles } from './partial-files.ts'
import type { ByteRange, ObjectInfo, ObjectStore, PutOptions, ReadOptions } from './port.ts'
import { publishCopy, publishLent, publishMove, publishStream, type Published } from './publish-object.ts'
import { sendFile } from './send-file.ts'
import { walkKeys } from './walk-objects.ts'

const READ_CHUNK_BYTES = 256 * 1024

/**
 * One file an object, below a private folder. A new object is written beside the others, flushed, and renamed into
 * place, so that a reader who has the old one open keeps it whole. The content type is not kept: whoever serves the
 * object knows it.
 */
export class FilesystemStore implements ObjectStore {
  readonly kind = 'filesystem'
  private readonly root: string
  private readonly partials: PartialFiles
  private readonly buffers = new BufferPool()
  private readonly openFiles = new OpenFiles()

  constructor(root: string) {
    this.root = root
    this.partials = new PartialFiles(root)
    mkdirSync(root, { recursive: true, mode: 0o700 })
  }

  /** Removes what killed processes left half written. */
  async sweep(): Promise<void> {
    await this.partials.sweep()
  }

  put(key: string, source: Readable | Buffer, options: PutOptions): Promise<ObjectInfo> {
    return this.publish(key, (target) => publishStream(source, target, this.partials, options.maxBytes))
  }

  putLent(key: string, pieces: AsyncIterable<Buffer>, options: PutOptions): Promise<ObjectInfo> {
    return this.publish(key, (target) => publishLent(pieces, target, this.partials, options.maxBytes))
  }

  putFile(key: string, path: string, options: PutOptions & { consume?: boolean }): Promise<ObjectInfo> {
    return this.publish(key, async (target) => {
      checkSize((await stat(path)).size, options.maxBytes)
      return await (options.consume ? publishMove : publishCopy)(path, target, this.partials)
    })
  }

  async stat(key: string): Promise<ObjectInfo | null> {
    checkKey(key)
    try {
      const info = await stat(this.path(key))
      return info.isFile() ? { key, sizeBytes: info.size, modifiedAt: info.mtime } : null
    } catch (error) {
      if (isMissing(error)) return null
      throw translateDiskError(error)
    }
  }

  async read(key: string, range?: ByteRange, options: ReadOptions = {}): Promise<Readable> {
    const { file, sizeBytes } = await this.openObject(key)
    try {
      const part = range && clampRange(range, sizeBytes)
      const { chunkBytes = READ_CHUNK_BYTES, isLent } = options
      if (isLent) return new LentChunks(file, part ?? { start: 0, end: sizeBytes - 1 }, chunkBytes)
      return file.createReadStream({ ...part, highWaterMark: chunkBytes })
    } catch (error) {
      await file.close()
      throw error
    }
  }

  async send(key: string, range: ByteRange, response: Writable, { isImmutable = false } = {}): Promise<void> {
    if (isImmutable) return await this.sendKeptOpen(key, range, response)
    const { file, sizeBytes } = await this.openObject(key)
    try {
      await this.sendOpened(key, file, clampRange(range, sizeBytes), response)
    } finally {
      await file.close()
    }
  }

  private async sendKeptOpen(key: string, range: ByteRange, response: Writable): Promise<void> {
    checkKey(key)
    let isOpen = false
    try {
      await this.openFiles.use(this.path(key), async ({ handle, sizeBytes, isFile }) => {
        if (!isFile) throw gone()
        isOpen = true
        await this.sendOpened(key, handle, clampRange(range, sizeBytes), response)
      })
    } catch (error) {
      if (isOpen) throw error
      throw isMissing(error) ? gone() : translateDiskError(error)
    }
  }

  async download(key: string, path: string): Promise<void> {
    const { file } = await this.openObject(key)
    await file.close()
    await named(() => copyFile(this.path(key), path, constants.COPYFILE_FICLONE))
  }

  async remove(key: string): Promise<void> {
    checkKey(key)
    const path = this.path(key)
    this.openFiles.forget(path)
    try {
      await unlink(path)
      await syncFolder(dirname(path))
    } catch (error) {
      if (!isMissing(error)) throw translateDiskError(error)
    }
    await this.removeEmptyFolders(dirname(path))
  }

  async *list(prefix: string): AsyncIterable<ObjectInfo> {
    checkPrefix(prefix)
    for await (const key of walkKeys(this.root, prefix)) {
      const info = await this.stat(key)
      if (info) yield info
    }
  }

  /** A folder has no server of its own to point to. */
  async presign(): Promise<null> {
    return null
  }

  async freeBytes(): Promise<number> {
    const info = await named(() => statfs(this.root))
    return info.bavail * info.bsize
  }

  async close(): Promise<void> {
    this.openFiles.close()
  }

  private async publish(key: string, write: (target: string) => Promise<Published>): Promise<ObjectInfo> {
    checkKey(key)
    const published = await named(() => write(this.path(key)))
    this.openFiles.forget(this.path(key))
    return { key, ...published }
  }

  private async openObject(key: string): Promise<{ file: FileHandle; sizeBytes: number }> {
    checkKey(key)
    let file: FileHandle | undefined
    try {
      file = await open(this.path(key), 'r')
      const info = await file.stat()
      if (info.isFile()) return { file, sizeBytes: info.size }
    } catch (error) {
      if (!isMissing(error)) throw translateDiskError(error)
    }
    await file?.close()
    throw gone()
  }

  /** After the first byte an error can reach the client only as a cut connection. */
  private async sendOpened(
    key: string,
    file: FileHandle,
    range: ByteRange,
    response: Writable,
  ): Promise<void> {
    try {
      const outcome = await sendFile(file, range, response, this.buffers)
      if (outcome !== 'short') return
      logger.error({ key }, 'an object ended before its own size')
    } catch (error) {
      logger.error({ key, error }, 'an object could not be read to its end')
    }
    response.destroy()
  }

  private async removeEmptyFolders(folder: string): Promise<void> {
    for (let path = folder; path !== this.root; path = dirname(path)) {
      try {
        await rmdir(path)
      } catch (error) {
        // a folder that is not empty, or cannot be removed, stays: it does no harm
        if (fileErrorCode(error) !== 'ENOENT') return
      }
    }
  }

  private path(key: string): string {
    return join(this.root, key)
  }
}

function gone(): NotFound {
  return new NotFound('This file is no longer here.')
}

async function named<Result>(action: () => Promise<Result>): Promise<Result> {
  try {
    return await action()
  } catch (error) {
    throw translateDiskError(error)
  }
}
