import { existsSync, readdirSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

const Marker = z.object({ key: z.string(), isComplete: z.boolean() })
const root = fileURLToPath(new URL('../../..', import.meta.url))

/** Where seeded data lies unless told: beside the user's own, never in it. */
export function seedFolder(isSmall: boolean, told: string | undefined): string {
  return resolve(told ?? join(root, '.bench', isSmall ? 'small' : 'full'))
}

/** True when the folder holds just this site, finished. */
export async function isSeeded(folder: string, key: string): Promise<boolean> {
  const marker = await readMarker(folder)
  return marker?.isComplete === true && marker.key === key
}

/**
 * Empties a folder of ours for a new run.
 * @throws when there is something else in it
 */
export async function beginSeed(folder: string, key: string): Promise<void> {
  const isForeign = existsSync(folder) && readdirSync(folder).length > 0 && !(await readMarker(folder))
  if (isForeign)
    throw new Error(`${folder} is not empty and was not made by bench:seed. Name another with --data.`)
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await mark(folder, { key, isComplete: false })
}

export function endSeed(folder: string, key: string): Promise<void> {
  return mark(folder, { key, isComplete: true })
}

function mark(folder: string, marker: z.infer<typeof Marker>): Promise<void> {
  return writeFile(join(folder, 'bench.json'), JSON.stringify(marker))
}

async function readMarker(folder: string): Promise<z.infer<typeof Marker> | undefined> {
  try {
    return Marker.parse(JSON.parse(await readFile(join(folder, 'bench.json'), 'utf8')))
  } catch {
    // missing or not ours: both mean that nothing here may be relied on
    return undefined
  }
}
