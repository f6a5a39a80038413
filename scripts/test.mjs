// npm test: everything that CI runs, with all its own set-up. `npm test -- unit lint` runs only those steps.
// Plain JavaScript on Node 20 built-ins, as it runs before anything is installed.
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { installIfChanged } from './start/prepare.mjs'
import { addCounts, countOne } from './test/count-results.mjs'
import { ensurePrograms } from './test/programs.mjs'
import { allSteps } from './test/steps.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
/** These need nothing but the packages. */
const NEED_NO_PROGRAMS = new Set(['format', 'lint', 'types', 'knip', 'unit', 'nuxt', 'build'])

async function test(wanted) {
  await installIfChanged(root)
  const steps = allSteps(root)
  const unknown = wanted.filter((name) => !steps.some((step) => step.name === name))
  if (unknown.length > 0)
    throw new Error(`No step ${unknown.join(', ')}. There are: ${steps.map((step) => step.name).join(', ')}`)
  const chosen = wanted.length === 0 ? steps : steps.filter((step) => wanted.includes(step.name))
  const results = []
  if (chosen.some(({ name }) => !NEED_NO_PROGRAMS.has(name))) results.push(checkPrograms())
  for (const step of chosen) results.push(await runAndTime(step))
  return results
}

function checkPrograms() {
  const problem = ensurePrograms()
  if (problem) console.error(problem)
  return { name: 'programs', seconds: 0, ...countOne(problem === null) }
}

async function runAndTime({ name, run }) {
  console.log(`\n━━━ ${name} ${'━'.repeat(Math.max(3, 60 - name.length))}`)
  const startedAt = Date.now()
  const count = await run()
  return { name, seconds: Math.round((Date.now() - startedAt) / 1000), ...count }
}

function summarise(results) {
  console.log(`\n━━━ summary ${'━'.repeat(53)}`)
  for (const { name, seconds, passed, failed, skipped } of results) {
    const mark = failed > 0 ? '✗' : '✓'
    console.log(
      `${mark} ${name.padEnd(20)} ${passed} passed, ${failed} failed, ${skipped} skipped  (${seconds} s)`,
    )
  }
}

let results
try {
  results = await test(process.argv.slice(2))
} catch (error) {
  console.error(error.message)
  results = [{ name: 'set-up', seconds: 0, ...countOne(false) }]
}
summarise(results)
const { passed, failed, skipped } = addCounts(results)
process.exitCode = failed > 0 ? 1 : 0
console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`)
