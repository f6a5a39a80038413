import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'

/** Begins with a dot: no key can name it. */
const FOLDER = '.partial'
/** For files of other machines on a shared folder, whose processes cannot be asked for. */
const ABANDONED_AFTER_MS = 24 * 3600_000

/** Files that are still being written. Their names say who writes them, so that a killed process's can be told. */
export class PartialFiles {
  private readonly folder: string
  private readonly owner: Promise<string>

  constructor(root: string) {
    this.folder = join(root, FOLDER)
    this.owner = startMark(process.pid).then((start) => [machineMark(), process.pid, start].join('_'))
  }

  /** A name for a new file on the same file system as the objects. */
  async newPath(): Promise<string> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 })
    return join(this.folder, `${await this.owner}_${randomUUID()}`)
  }

  /** Removes what processes left behind that are no longer running. */
  async sweep(): Promise<void> {
    const names = await readdir(this.folder).catch(() => [])
    for (const name of names) {
      const path = join(this.folder, name)
      if (await isAbandoned(path, name)) await rm(path, { force: true })
    }
  }
}

async function isAbandoned(path: string, name: string): Promise<boolean> {
  const [machine, pid = '', start] = name.split('_')
  if (machine === machineMark()) return (await startMark(Number(pid))) !== start
  const info = await stat(path).catch(() => undefined)
  return info !== undefined && Date.now() - info.mtimeMs > ABANDONED_AFTER_MS
}

function machineMark(): string {
  return createHash('sha256').update(hostname()).digest('hex').slice(0, 12)
}

/**
 * Tells a running process from a later one with the same number: its start in clock ticks (proc(5), stat, field 22).
 * `ended` when there is no such process, `running` where the system does not say more.
 */
async function startMark(pid: number): Promise<string> {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
  // the second field is the program's name in brackets, and may hold spaces
  if (line) return line.slice(line.lastIndexOf(')') + 2).split(' ')[19] ?? 'running'
  try {
    process.kill(pid, 0)
    return 'running'
  } catch {
    return 'ended'
  }
}
