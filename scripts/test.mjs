// npm test: everything that CI runs, with all its own set-up. `npm test -- unit lint` runs only those steps.
// Plain JavaScript on Node 20 built-ins, as it runs before anything is installed.
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { installIfChanged } from './start/prepare.mjs'
import { addCounts, countOne } from './test/count-results.mjs'
import { ensurePrograms } from './test/programs.mjs'
import { allStages } from './test/steps.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
/** These need nothing but the packages. */
const NEED_NO_PROGRAMS = new Set(['format', 'lint', 'types', 'knip', 'unit', 'nuxt', 'build'])

async function test(wanted) {
  await installIfChanged(root)
  const stages = allStages(root)
  const names = stages.flat(2).map(({ name }) => name)
  const unknown = wanted.filter((name) => !names.includes(name))
  if (unknown.length > 0) throw new Error(`No step ${unknown.join(', ')}. There are: ${names.join(', ')}`)
  const isChosen = ({ name }) => wanted.length === 0 || wanted.includes(name)
  const results = []
  const needsPrograms = ({ name }) => !NEED_NO_PROGRAMS.has(name)
  if (stages.flat(2).some((step) => isChosen(step) && needsPrograms(step))) results.push(checkPrograms())
  for (const lanes of stages) {
    const chosen = lanes.map((steps) => steps.filter(isChosen)).filter((steps) => steps.length > 0)
    results.push(...(await Promise.all(chosen.map(runLane))).flat())
  }
  return results
}

/** Of lanes side by side the first shows what it does; what the others said comes when a step of theirs is over. */
async function runLane(steps, lane) {
  const results = []
  for (const step of steps) results.push(await runAndTime(step, lane === 0 ? process.stdout : null))
  return results
}

function checkPrograms() {
  const problem = ensurePrograms()
  if (problem) console.error(problem)
  return { name: 'programs', seconds: 0, ...countOne(problem === null) }
}

async function runAndTime({ name, run }, live) {
  const title = `\n━━━ ${name} ${'━'.repeat(Math.max(3, 60 - name.length))}\n`
  const kept = []
  const out = live ?? { write: (text) => kept.push(Buffer.from(text)) }
  if (live) live.write(title)
  const startedAt = Date.now()
  const count = await run(out)
  if (!live) process.stdout.write(Buffer.concat([Buffer.from(title), ...kept]))
  return { name, seconds: Math.round((Date.now() - startedAt) / 1000), ...count }
}

/** What failed is said again at the end, where it is looked for. */
function summarise(results) {
  console.log(`\n━━━ summary ${'━'.repeat(53)}`)
  for (const { name, seconds, passed, failed, skipped } of results) {
    const mark = failed > 0 ? '✗' : '✓'
    console.log(
      `${mark} ${name.padEnd(20)} ${passed} passed, ${failed} failed, ${skipped} skipped  (${seconds} s)`,
    )
  }
  for (const { name, failures } of results.filter(({ failed }) => failed > 0))
    console.log(`\n✗ ${name}\n${(failures ?? []).map((failure) => `  ${failure}\n`).join('')}`)
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
