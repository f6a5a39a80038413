import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { isMissing } from '../disk/disk-error.ts'

/** Keys below a folder that begin with the prefix, in byte order as S3 lists them. */
export async function* walkKeys(root: string, prefix: string): AsyncIterable<string> {
  yield* walk(root, prefix.slice(0, prefix.lastIndexOf('/') + 1), prefix)
}

/** @param folder empty or ending with a slash */
async function* walk(root: string, folder: string, prefix: string): AsyncIterable<string> {
  for (const name of await namesIn(join(root, folder))) {
    const key = folder + name
    const isOnTheWay = key.startsWith(prefix) || prefix.startsWith(key)
    if (!isOnTheWay) continue
    if (name.endsWith('/')) yield* walk(root, key, prefix)
    else if (key.startsWith(prefix)) yield key
  }
}

/** Folders end with a slash, which also puts them where their keys belong in byte order. */
async function namesIn(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true })
    return entries
      .filter((entry) => !entry.name.startsWith('.'))
      .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name))
      .sort((a, b) => (a < b ? -1 : 1))
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}
