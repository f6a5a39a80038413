import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
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
    const text = read(path)
    const holder = parse(text)
    if (holder && isAlive(holder)) {
      throw new StartProblem(
        `Clipway is already running on ${dataDir} (process ${holder.pid}). Stop it first, or set CLIPWAY_DATA and PORT for a second one.`,
      )
    }
    removeStale(path, text)
  }
  throw new StartProblem(`${path} cannot be written.`)
}

/** A link appears with its content and only where nothing stands: nobody ever reads half a lock. */
function create(path) {
  const own = `${path}.${process.pid}`
  writeFileSync(own, JSON.stringify({ pid: process.pid, startedAt: startTime(process.pid) }), { mode: 0o600 })
  try {
    linkSync(own, path)
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(own, { force: true })
  }
}

/** Of two starts that see the same stale lock, the slower one must not remove the faster one's new lock. */
function removeStale(path, text) {
  const aside = `${path}.stale.${process.pid}`
  try {
    renameSync(path, aside)
  } catch (error) {
    if (error.code === 'ENOENT') return
    throw error
  }
  if (read(aside) === text) rmSync(aside, { force: true })
  else renameSync(aside, path)
}

function read(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT') return ''
    throw error
  }
}

function parse(text) {
  try {
    return JSON.parse(text)
  } catch {
    // written by no start of ours: nobody holds it
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
