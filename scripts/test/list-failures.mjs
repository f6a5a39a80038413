import { relative } from 'node:path'

/** Of a step that has no report of its tests, as much of its end as tells why. */
const TAIL_LINES = 30
/** Of one failure: what is said first, and the beginning of the difference. */
const FAILURE_LINES = 15
const MAX_LINE = 300

/**
 * What failed, each with its place and as many lines as tell what was wrong. A hook that failed fails no test of its
 * suite, and an error that nobody caught belongs to none: both are listed.
 * @param {readonly import('vitest/node').TestModule[]} modules
 * @param {readonly { message: string, diff?: string }[]} unhandled
 * @returns {string[]}
 */
export function vitestFailures(modules, unhandled, root = process.cwd()) {
  const ofTasks = modules.flatMap((module) => {
    const file = relative(root, module.moduleId)
    const suites = [...module.children.allSuites()].filter((suite) => suite.state() === 'failed')
    const tests = [...module.children.allTests('failed')]
    return [
      ...module.errors().map((error) => failure(file, error)),
      ...suites.flatMap((suite) =>
        suite.errors().map((error) => failure(`${file} > ${suite.fullName} (a hook)`, error)),
      ),
      ...tests.map((test) => failure(`${file} > ${test.fullName}`, test.result().errors?.[0])),
    ]
  })
  return [...ofTasks, ...unhandled.map((error) => failure('outside any test', error))]
}

/**
 * As of vitest's, of which a failed hook is a failed test.
 * @param {object} report Playwright's JSON report
 * @returns {string[]}
 */
export function playwrightFailures({ suites = [], errors = [] }) {
  return [...suites.flatMap(ofSuite), ...errors.map((error) => failure('outside any test', error))]
}

function ofSuite({ specs = [], suites = [] }) {
  const own = specs.flatMap(({ file, title, tests }) => {
    const results = tests.flatMap((test) => test.results).filter(({ status }) => !isFine(status))
    return results.map(({ error }) => failure(`${file} > ${title}`, error))
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

function failure(place, { message = '', diff = '' } = {}) {
  // eslint-disable-next-line no-control-regex -- colours of a terminal
  const said = `${message}\n${diff}`.replace(/\u001B\[[0-9;]*m/g, '')
  const [first = '', ...rest] = said.split('\n').filter((text) => text.trim() !== '')
  const more = rest.slice(0, FAILURE_LINES - 1).map((text) => `    ${text}`)
  return [`${place}: ${first}`, ...more].map((text) => text.slice(0, MAX_LINE)).join('\n')
}
