import { mkdir, open } from 'node:fs/promises'
import { dirname, relative, sep } from 'node:path'

/** Makes a private folder, and every one above it that is missing, so that they outlive a power cut. */
export async function makeDurableFolder(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true, mode: 0o700 })
  if (first === undefined) return
  let folder = dirname(first)
  await syncFolder(folder)
  for (const name of relative(folder, path).split(sep)) {
    folder = `${folder}${sep}${name}`
    await syncFolder(folder)
  }
}

/** A new or removed name is in the folder's own bytes, which an fsync of the file does not cover. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
