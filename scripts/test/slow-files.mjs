import { relative } from 'node:path'

const PATIENCE_MS = 3 * 60_000

/**
 * Vitest reporter that names a file which has been running for minutes: one that never ends (an endless loop cannot be
 * timed out from within) would else be the only one that nothing is said of.
 */
export default class SlowFiles {
  /** @type {Map<string, NodeJS.Timeout>} */
  #timers = new Map()

  /** @param {import('vitest/node').TestModule} file */
  onTestModuleQueued({ moduleId }) {
    const name = relative(process.cwd(), moduleId)
    const say = () => console.log(`${name} is still not done after ${PATIENCE_MS / 60_000} minutes.`)
    this.#timers.set(moduleId, setTimeout(say, PATIENCE_MS).unref())
  }

  /** @param {import('vitest/node').TestModule} file */
  onTestModuleEnd({ moduleId }) {
    clearTimeout(this.#timers.get(moduleId))
  }
}
