/** @typedef {{ passed: number, failed: number, skipped: number }} Count */

/** @returns {Count} */
export function countOne(isPassed) {
  return isPassed ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 }
}

/** @returns {Count} */
export function addCounts(counts) {
  const sum = (key) => counts.reduce((total, count) => total + count[key], 0)
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') }
}

/**
 * Of vitest's JSON report. A file that could not even be loaded has no tests and counts as one failure.
 * @returns {Count}
 */
export function countVitest(report) {
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  )
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles.length,
    skipped: report.numPendingTests + (report.numTodoTests ?? 0),
  }
}

/**
 * Of Playwright's JSON report; a test that passed only when tried again has failed. `errors`: outside any test.
 * @returns {Count}
 */
export function countPlaywright({ stats, errors }) {
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + (errors?.length ?? 0),
    skipped: stats.skipped,
  }
}

/**
 * Of a bench or fault run: its last line is JSON with `ok`.
 * @returns {Count}
 */
export function countFigures(output) {
  const lastLine = output.trim().split('\n').at(-1) ?? ''
  try {
    return countOne(JSON.parse(lastLine).ok === true)
  } catch {
    return countOne(false)
  }
}

/** A step that ended badly has failed, even when its report knows of no failed test. */
export function withExitCode(count, code) {
  return code === 0 || count.failed > 0 ? count : { ...count, failed: 1 }
}
