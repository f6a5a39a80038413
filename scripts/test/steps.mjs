import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { buildIfStale } from '../start/prepare.mjs'
import { findBin, findNode, nodeEnv } from '../with-node.mjs'
import { countFigures, countOne, countPlaywright, countVitest, withExitCode } from './count-results.mjs'
import { lastLines, playwrightFailures } from './list-failures.mjs'
import { runStep } from './run-step.mjs'

const MINUTE_MS = 60_000
/** What they count does not depend on how quick the machine is. */
const UNTIMED = new Set(['bench:seed', 'bench:policy'])

/**
 * Every step of npm test: stages one after another, of each its lanes side by side, of each lane its steps in order. What
 * measures times, or has the whole machine in its hands, runs alone.
 * @param {string} root
 */
export function allStages(root) {
  const alone = (step) => [[step]]
  const scripts = figureScripts(root)
  const isTimed = ({ name }) => name.startsWith('bench:') && !UNTIMED.has(name)
  return [
    [
      // these two write into .nuxt
      [tool('types', root, 'nuxt', ['typecheck']), vitest('nuxt', root)],
      [
        tool('lint', root, 'eslint', ['.']),
        tool('format', root, 'prettier', ['--check', '--log-level', 'warn', '.']),
        tool('knip', root, 'knip', []),
        vitest('unit', root),
      ],
    ],
    alone({ name: 'build', run: () => build(root) }),
    [
      [vitest('integration', root), ...scripts.filter(({ name }) => name.startsWith('faults:'))],
      [
        vitest('contracts', root),
        playwright('patient', root),
        ...scripts.filter(({ name }) => UNTIMED.has(name)),
      ],
    ],
    alone(vitest('faults', root)),
    alone(playwright('prompt', root)),
    ...scripts.filter(isTimed).map(alone),
  ]
}

/** A tool without tests of its own: it counts as one. */
function tool(name, root, bin, args) {
  async function run(out) {
    const { code, tail } = await runBin(root, bin, args, out)
    return withLastLines(countOne(code === 0), tail)
  }
  return { name, run }
}

/** Those that need no Nuxt around them do not load it. */
function vitest(project, root) {
  const which = project === 'nuxt' ? ['--config', 'vitest.nuxt.config.ts'] : ['--project', project]
  async function run(out) {
    const file = reportFile(root, project)
    const failuresFile = reportFile(root, `${project}-failures`)
    const own = ['slow-files.mjs', 'failures-reporter.mjs'].map((name) => join(import.meta.dirname, name))
    const reporters = ['default', ...own, 'json'].map((reporter) => `--reporter=${reporter}`)
    const args = ['run', ...which, ...reporters, `--outputFile.json=${file}`]
    const { code, tail } = await runBin(root, 'vitest', args, out, { CLIPWAY_FAILURES_FILE: failuresFile })
    const [report, failures] = [readReport(file), readReport(failuresFile)]
    if (!report || !failures) return withLastLines(countOne(false), tail)
    const count = withExitCode(countVitest(report), code)
    return failures.length > 0 ? { ...count, failures } : withLastLines(count, tail)
  }
  return { name: project, run }
}

/** Browser tests that hold times are `e2e-prompt`; the rest, which can share the machine, `e2e-patient`. */
function playwright(project, root) {
  const name = `e2e-${project}`
  async function run(out) {
    const file = reportFile(root, name)
    const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: file }
    const args = ['test', `--project=${project}`, `--output=test-results/${project}`, '--reporter=list,json']
    const { code, tail } = await runBin(root, 'playwright', args, out, env)
    const report = readReport(file)
    if (!report) return withLastLines(countOne(false), tail)
    return { ...withExitCode(countPlaywright(report), code), failures: playwrightFailures(report) }
  }
  return { name, run }
}

async function build(root) {
  try {
    await buildIfStale(root)
    return countOne(true)
  } catch (error) {
    console.error(error)
    return countOne(false)
  }
}

/** Every `faults:*` and `bench:*` of package.json in its small setting. */
function figureScripts(root) {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  return Object.keys(scripts)
    .filter((name) => /^(faults|bench):/.test(name))
    .map((name) => ({
      name,
      async run(out) {
        const args = ['run', '--silent', name, '--', '--small']
        const { code, output, tail } = await runStep({ command: 'npm', args, ...usual(root) }, out)
        return withLastLines(withExitCode(countFigures(output), code), tail)
      },
    }))
}

function runBin(root, bin, args, out, env = {}) {
  const { env: common, ...rest } = usual(root)
  const command = { command: findNode(), args: [findBin(bin), ...args], env: { ...common, ...env }, ...rest }
  return runStep(command, out)
}

function usual(root) {
  return { cwd: root, env: nodeEnv(), timeoutMs: 20 * MINUTE_MS }
}

/** The report of an earlier run must not be counted again. */
function reportFile(root, name) {
  const file = join(root, 'node_modules/.app', `report-${name}.json`)
  rmSync(file, { force: true })
  return file
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    console.error(`There is no report of this step (${error.message}).`)
    return null
  }
}

function withLastLines(count, tail) {
  return count.failed > 0 ? { ...count, failures: lastLines(tail) } : count
}
