import { readFileSync } from 'node:fs'
import { config } from '../../config.ts'

/** So long a process may not have seen yet that the clock was moved. */
const READ_EVERY_MS = 250
let offsetMs = 0
let readAt = 0

/**
 * How far tests have moved the clock of this installation: milliseconds, from the file that a setting names; every
 * process that has it moves along. 0 wherever the setting is not made.
 */
export function movedByMs(): number {
  // before the settings are read, which a script may do without
  if (!process.env.CLIPWAY_CLOCK_FILE) return 0
  if (Date.now() - readAt >= READ_EVERY_MS) {
    readAt = Date.now()
    offsetMs = readOffset(config().clockFile)
  }
  return offsetMs
}

function readOffset(path: string | undefined): number {
  try {
    const seconds = path === undefined ? 0 : Number(readFileSync(path, 'utf8'))
    return Number.isFinite(seconds) ? seconds * 1000 : offsetMs
  } catch {
    return 0 // not moved yet
  }
}
