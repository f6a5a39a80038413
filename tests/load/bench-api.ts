// npm run bench:api -- [--small] [--data folder]: the built app on a seeded site (bench:seed), at rates that are kept
// whether it keeps up or not; the highest that leaves the machine some air is where the latencies are judged.
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { ensureSecrets } from '../../scripts/start/secrets.mjs'
import { startApp, type App } from '../support/app.ts'
import { cpuMeter, figuresOf } from './api/figures.ts'
import { ask, runOpenLoop, type Sample } from './api/open-loop.ts'
import { workload, type Operation } from './api/workload.ts'
import { createChance } from './seed/chance.ts'
import { idOf } from './seed/ids.ts'
import { seedFolder } from './seed/seed-folder.ts'
import { HOT_VIDEO, sizesOf } from './seed/sizes.ts'

const MAX_READ_P99_MS = 50
const MAX_WRITE_P99_MS = 80
const MAX_CPU = 0.85
const MAX_RATIO = 1.2
/** A page of ids of each kind and what goes with a video. */
const MAX_EXAMINED = 1000

const { values } = parseArgs({
  options: { small: { type: 'boolean', default: false }, data: { type: 'string' } },
})
const isSmall = values.small
const sizes = sizesOf(isSmall, {})
const folder = seedFolder(isSmall, values.data)
const setting = isSmall
  ? { firstRate: 30, growth: 1.5, stepSeconds: 2, warmSeconds: 3, finalSeconds: 8, turns: 200, tries: 4 }
  : { firstRate: 50, growth: 1.25, stepSeconds: 8, warmSeconds: 15, finalSeconds: 40, turns: 600, tries: 4 }
const chance = createChance(7)

interface Rung {
  rate: number
  cpu: number
  samples: Sample[]
}

async function main(): Promise<boolean> {
  seed()
  Object.assign(process.env, ensureSecrets(folder), { CLIPWAY_DATA: folder, LOG_LEVEL: 'warn' })
  const app = await startApp({
    dataDir: folder,
    roles: ['web'],
    env: { RATE_LIMIT_SCALE: '1000', LOG_LEVEL: 'warn' },
  })
  process.env.MONGODB_URI = `${app.mongodbUri}&monitorCommands=true`
  const { closeDatabase, connectDatabase } = await import('../../server/database.ts')
  const { closeSql } = await import('../../server/adapters/sql/index.ts')
  try {
    await connectDatabase()
    return await measure(app)
  } finally {
    await closeSql()
    await closeDatabase()
    await app.stop()
  }
}

/** Does nothing where the site is there already. */
function seed(): void {
  const script = fileURLToPath(new URL('bench-seed.ts', import.meta.url))
  const args = [...(isSmall ? ['--small'] : []), '--data', folder]
  execFileSync(process.execPath, ['--disable-warning=ExperimentalWarning', script, ...args], { stdio: ['ignore', 'ignore', 'inherit'] }) // prettier-ignore
}

async function measure(app: App): Promise<boolean> {
  const { letIn } = await import('./api/people.ts')
  const { compareHotAndCold } = await import('./api/hot-and-cold.ts')
  const { examineRead } = await import('./api/examined.ts')
  const people = await letIn()
  const operations = workload(sizes, people, chance)
  await probe(app.url, operations)
  const load = (rate: number, seconds: number) => climb(app.url, operations, rate, seconds)
  await load(setting.firstRate, setting.warmSeconds) // warms caches and the compiler
  const compared = await compareHotAndCold(app.url, sizes, people, setting.turns)
  const rate = await findRate(load)
  const rung = await judge(load, rate)
  const hotId = idOf('video', HOT_VIDEO, sizes.videos).toHexString()
  const actor = { kind: 'user' as const, userId: people[0]!.id, username: 'user-0', name: 'user-0', role: 'viewer' as const, sessionId: null, scopes: ['read' as const] } // prettier-ignore
  const examined = await examineRead(actor, hotId)
  const reads = figuresOf(rung.samples.filter(({ kind }) => kind === 'read'))
  const writes = figuresOf(rung.samples.filter(({ kind }) => kind === 'write'))
  const failures = rung.samples.filter(({ status }) => status < 200 || status > 299).length
  printRoutes(operations, rung.samples)
  const isQuick = reads.p99 < MAX_READ_P99_MS && writes.p99 < MAX_WRITE_P99_MS
  const isLevel = compared.hotReadRatio <= MAX_RATIO && compared.hotLikeRatio <= MAX_RATIO
  const isIndexed = examined.documents <= MAX_EXAMINED && !examined.hasScan
  const ok = isQuick && isLevel && isIndexed && failures === 0
  const figures = {
    requestsPerSecond: Math.round(rung.rate),
    cpuShare: rung.cpu,
    readP50Ms: reads.p50,
    readP99Ms: reads.p99,
    readMaxMs: reads.max,
    writeP50Ms: writes.p50,
    writeP99Ms: writes.p99,
    writeMaxMs: writes.max,
    failures,
    ...compared,
    hotQueries: examined.queries,
    hotDocumentsExamined: examined.documents,
    hotKeysExamined: examined.keys,
    hasScan: examined.hasScan,
    webMb: Math.round((await app.memory('web')) / 1024 / 1024),
    routes: operations.length,
    ...sizes,
  }
  console.log(JSON.stringify({ name: 'bench:api', ok, ...figures }))
  return ok
}

/** @throws when an operation is not answered well even once: then its times would say nothing */
async function probe(url: string, operations: readonly Operation[]): Promise<void> {
  for (const { name, request } of operations) {
    const one = request()
    const status = await ask(url, one)
    if (status < 200 || status > 299)
      throw new Error(`${name}: ${one.method} ${one.path} was answered with ${status}`)
  }
}

async function climb(
  url: string,
  operations: readonly Operation[],
  rate: number,
  seconds: number,
): Promise<Rung> {
  const cpu = cpuMeter()
  const samples = await runOpenLoop({ url, operations, rate, seconds, chance })
  return { rate, cpu: cpu(), samples }
}

/** Upwards until the machine is full. */
async function findRate(load: (rate: number, seconds: number) => Promise<Rung>): Promise<number> {
  let best = setting.firstRate
  for (let rate = setting.firstRate; ; rate *= setting.growth) {
    const { cpu, samples } = await load(rate, setting.stepSeconds)
    const { p50, p99 } = figuresOf(samples)
    console.log(
      `${Math.round(rate)} requests/s: ${Math.round(cpu * 100)} % of the processors, p50 ${p50} ms, p99 ${p99} ms`,
    )
    if (cpu > MAX_CPU) return best
    best = rate
  }
}

/** Longer, at the rate that was found; a step lower where the machine was full after all. */
async function judge(load: (rate: number, seconds: number) => Promise<Rung>, rate: number): Promise<Rung> {
  let rung = await load(rate, setting.finalSeconds)
  for (let turn = 1; turn < setting.tries && rung.cpu > MAX_CPU; turn++)
    rung = await load((rate /= setting.growth), setting.finalSeconds)
  return rung
}

function printRoutes(operations: readonly Operation[], samples: readonly Sample[]): void {
  for (const { name, kind } of operations) {
    const { count, p50, p99, max } = figuresOf(samples.filter((sample) => sample.operation === name))
    console.log(
      `${kind.padEnd(6)}${name.padEnd(22)}${String(count).padStart(6)}  p50 ${p50}  p99 ${p99}  max ${max} ms`,
    )
  }
}

process.exitCode = (await main()) ? 0 : 1
