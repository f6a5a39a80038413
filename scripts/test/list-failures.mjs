import { relative } from 'node:path'

/** Of a step that has no report of its tests, as much of its end as tells why. */
const TAIL_LINES = 30
const MAX_LINE = 300

/**
 * What failed, a line each: file, test, and the first line of what was wrong.
 * @param {object} report vitest's JSON report
 * @returns {string[]}
 */
export function vitestFailures({ testResults }, root = process.cwd()) {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(root, name)
    const failed = assertionResults.filter((test) => test.status === 'failed')
    if (failed.length === 0) return status === 'failed' ? [line(file, message)] : []
    return failed.map(({ fullName, failureMessages }) => line(`${file} > ${fullName}`, failureMessages?.[0]))
  })
}

/**
 * As of vitest's.
 * @param {object} report Playwright's JSON report
 * @returns {string[]}
 */
export function playwrightFailures({ suites = [], errors = [] }) {
  return [...suites.flatMap(ofSuite), ...errors.map(({ message }) => line('outside any test', message))]
}

function ofSuite({ specs = [], suites = [] }) {
  const own = specs.flatMap(({ file, title, tests }) => {
    const results = tests.flatMap((test) => test.results).filter(({ status }) => !isFine(status))
    return results.map(({ error }) => line(`${file} > ${title}`, error?.message))
  })
  return [...own, ...suites.flatMap(ofSuite)]
}

function isFine(status) {
  return status === 'passed' || status === 'skipped'
}

/** @param {string} tail what a step without a report wrote */
export function lastLines(tail) {
  return tail
    .trimEnd()
    .split('\n')
    .slice(-TAIL_LINES)
    .map((text) => text.slice(0, MAX_LINE))
}

function line(place, message = '') {
  // eslint-disable-next-line no-control-regex -- colours of a terminal
  const [first = ''] = message.replace(/\u001B\[[0-9;]*m/g, '').split('\n')
  return `${place}: ${first}`.slice(0, MAX_LINE)
}
