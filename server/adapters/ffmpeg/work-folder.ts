import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { config } from '../../config.ts'

const DAY_MS = 24 * 3600 * 1000

/** Which machine and process a folder belongs to, so that a sweep leaves the work of others alone. */
const owner = () => `${hostname().replaceAll(/[^\w]/g, '_')}-${process.pid}-`

/** Runs `work` in a folder of its own that nobody else can read; it is gone afterwards, however the work ends. */
export async function withWorkFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const root = config().paths.work
  await mkdir(root, { recursive: true, mode: 0o700 })
  const folder = await mkdtemp(join(root, owner())) // mkdtemp makes it 0700
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Removes what killed processes left: this machine's folders without a living process, and anything a day old. */
export async function sweepWorkFolders(): Promise<number> {
  const root = config().paths.work
  const names = await readdir(root).catch(() => [])
  const stale = await Promise.all(names.map((name) => isStale(join(root, name), name)))
  const removable = names.filter((_, index) => stale[index])
  await Promise.all(removable.map((name) => rm(join(root, name), { recursive: true, force: true })))
  return removable.length
}

async function isStale(path: string, name: string): Promise<boolean> {
  const [host, pid] = name.split('-')
  if (host === owner().split('-')[0] && Number(pid) > 0)
    return Number(pid) !== process.pid && !isAlive(Number(pid))
  const info = await stat(path).catch(() => null)
  return info !== null && Date.now() - info.mtimeMs > DAY_MS
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
