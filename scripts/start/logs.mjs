import { closeSync, copyFileSync, mkdirSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'

const MAX_BYTES = 20 * 1024 * 1024
const CHECK_MS = 60_000

/** One log file a process, under `logs/`; beyond 20 MB the file becomes `.1` and starts anew. */
export function openLogs(dataDir) {
  const folder = join(dataDir, 'logs')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const open = new Map()
  const pathOf = (name) => join(folder, `${name}.log`)
  const timer = setInterval(() => [...open.keys()].forEach((name) => rotate(pathOf(name))), CHECK_MS).unref()
  return {
    folder,
    pathOf,
    /** File descriptor for a child's output; opened for appending, so that it may be cut short while it is written. */
    file(name) {
      if (!open.has(name)) {
        open.set(name, openSync(pathOf(name), 'a', 0o600))
        rotate(pathOf(name))
      }
      return open.get(name)
    },
    /** What was written since `from` (a size in bytes), at most the last lines of it. */
    tail(name, from, lines = 20) {
      return readFileSync(pathOf(name)).subarray(from).toString().trim().split('\n').slice(-lines).join('\n')
    },
    size: (name) => statSync(pathOf(name)).size,
    close() {
      clearInterval(timer)
      for (const file of open.values()) closeSync(file)
    },
  }
}

function rotate(path) {
  if (statSync(path).size < MAX_BYTES) return
  copyFileSync(path, `${path}.1`)
  truncateSync(path)
}
