import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { buildIfStale } from '../start/prepare.mjs'
import { findBin, findNode, nodeEnv } from '../with-node.mjs'
import { countFigures, countOne, countPlaywright, countVitest, withExitCode } from './count-results.mjs'
import { runStep } from './run-step.mjs'

const MINUTE_MS = 60_000

/**
 * Every step of npm test in its order: what is quick and says most first. Each gives its count when it is run.
 * @param {string} root
 */
export function allSteps(root) {
  return [
    tool('format', root, 'prettier', ['--check', '--log-level', 'warn', '.']),
    tool('lint', root, 'eslint', ['.']),
    tool('types', root, 'nuxt', ['typecheck']),
    tool('knip', root, 'knip', []),
    vitest('unit', root),
    vitest('nuxt', root),
    { name: 'build', run: () => build(root) },
    vitest('contracts', root),
    vitest('integration', root),
    vitest('faults', root),
    { name: 'e2e', run: () => playwright(root) },
    ...figureScripts(root),
  ]
}

/** A tool without tests of its own: it counts as one. */
function tool(name, root, bin, args) {
  const run = async () => countOne((await runBin(root, bin, args)).code === 0)
  return { name, run }
}

function vitest(project, root) {
  async function run() {
    const file = reportFile(root, project)
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
    const { code } = await runBin(root, 'vitest', ['run', '--project', project, ...reporters])
    return withExitCode(readReport(file, countVitest), code)
  }
  return { name: project, run }
}

async function playwright(root) {
  const file = reportFile(root, 'e2e')
  const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: file }
  const { code } = await runBin(root, 'playwright', ['test', '--reporter=list,json'], env)
  return withExitCode(readReport(file, countPlaywright), code)
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
      async run() {
        const args = ['run', '--silent', name, '--', '--small']
        const { code, output } = await runStep({ command: 'npm', args, ...usual(root) })
        return withExitCode(countFigures(output), code)
      },
    }))
}

function runBin(root, bin, args, env = {}) {
  const { env: common, ...rest } = usual(root)
  return runStep({ command: findNode(), args: [findBin(bin), ...args], env: { ...common, ...env }, ...rest })
}

function usual(root) {
  return { cwd: root, env: nodeEnv(), timeoutMs: 15 * MINUTE_MS }
}

/** The report of an earlier run must not be counted again. */
function reportFile(root, name) {
  const file = join(root, 'node_modules/.app', `report-${name}.json`)
  rmSync(file, { force: true })
  return file
}

function readReport(file, count) {
  try {
    return count(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    console.error(`There is no report of this step (${error.message}).`)
    return countOne(false)
  }
}
