import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { StartProblem } from './say.mjs'

/**
 * One start per data folder. The lock names its holder by process id and the time that process began, so that a lock
 * left by kill -9 (or by a machine that lost power) is known to be stale even when the id was given out again.
 */
export function lockDataDir(dataDir) {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const path = join(dataDir, 'start.lock')
  for (let turn = 0; turn < 5; turn++) {
    if (create(path)) return () => rmSync(path, { force: true })
    const holder = read(path)
    if (holder && isAlive(holder)) {
      throw new StartProblem(
        `Clipway is already running on ${dataDir} (process ${holder.pid}). Stop it first, or set CLIPWAY_DATA and PORT for a second one.`,
      )
    }
    rmSync(path, { force: true })
  }
  throw new StartProblem(`${path} cannot be written.`)
}

function create(path) {
  try {
    const file = openSync(path, 'wx', 0o600)
    writeSync(file, JSON.stringify({ pid: process.pid, startedAt: startTime(process.pid) }))
    closeSync(file)
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

function read(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    // gone again, or cut while it was written: nobody holds it
    return null
  }
}

function isAlive({ pid, startedAt }) {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (error.code !== 'EPERM') return false
  }
  return startTime(pid) === startedAt
}

/** Ticks since boot (field 22 of /proc/<pid>/stat, counted after the name in brackets); null outside Linux. */
function startTime(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
  } catch {
    return null
  }
}
