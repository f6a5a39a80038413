import { writeFileSync } from 'node:fs'
import { vitestFailures } from './list-failures.mjs'

/** Vitest reporter: what failed, as a JSON list of texts, into the file that `CLIPWAY_FAILURES_FILE` names. */
export default class FailuresReporter {
  /**
   * @param {readonly import('vitest/node').TestModule[]} modules
   * @param {readonly import('vitest/node').SerializedError[]} unhandled
   */
  onTestRunEnd(modules, unhandled) {
    const file = process.env.CLIPWAY_FAILURES_FILE
    if (file) writeFileSync(file, JSON.stringify(vitestFailures(modules, unhandled)))
  }
}
