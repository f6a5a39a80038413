import { open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { randomUUID } from 'node:crypto'
import { translateDiskError } from './disk-error.ts'
import { makeDurableFolder, syncFolder } from './durable-folder.ts'

/**
 * Writes a small private file that is whole from the moment its name can be seen, and outlives a power cut.
 * @throws InsufficientStorage on a full disk; nothing is left then
 */
export async function writeNewFile(path: string, bytes: Buffer): Promise<void> {
  const folder = dirname(path)
  const partial = join(folder, `.${randomUUID()}`)
  try {
    await makeDurableFolder(folder)
    const file = await open(partial, 'wx', 0o600)
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(partial, path)
    await syncFolder(folder)
  } catch (error) {
    await rm(partial, { force: true })
    throw translateDiskError(error)
  }
}
