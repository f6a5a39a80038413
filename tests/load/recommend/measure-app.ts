import { execFileSync } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { ensureSecrets } from '../../../scripts/start/secrets.mjs'
import { startApp, type App } from '../../support/app.ts'
import { cpuMeter, figuresOf, round } from '../api/figures.ts'
import { ask } from '../api/open-loop.ts'
import type { BenchPerson } from '../api/people.ts'
import { startLoad } from '../api/start-load.ts'
import { seedFolder } from '../seed/seed-folder.ts'

/** What GET /api/feed is to take at most, and how soon a strong signal is in the queue. */
export const FEED_P99_MS = 8
export const EVENT_P99_MS = 250
export const FEED_RATE = 1000

export interface AppFigures {
  /** At 1,000 requests a second, or as many as there were tried. */
  feedP50Ms: number
  feedP99Ms: number
  feedRate: number
  /** The highest rate at which the bound held. */
  feedHeldAt: number
  /** Milliseconds of processor time of web process, database host and those who ask that a page takes. */
  feedCpuMs: number
  eventP50Ms: number
  eventP99Ms: number
  failures: number
  unchanged: number
}

/**
 * The built app on the small seeded site (bench:seed --small): pages of the feed at rates that are kept, by 200 people
 * with queues of their own, and from an event over HTTP until the unseen tail of the queue is another.
 */
export async function measureApp(isSmall: boolean): Promise<AppFigures> {
  const folder = seedFolder(true, undefined)
  seed(folder)
  Object.assign(process.env, ensureSecrets(folder), { CLIPWAY_DATA: folder, LOG_LEVEL: 'warn' })
  const app = await startApp({ dataDir: folder, env: { RATE_LIMIT_SCALE: '1000', LOG_LEVEL: 'warn' } })
  process.env.MONGODB_URI = app.mongodbUri
  const { closeDatabase, connectDatabase } = await import('../../../server/database.ts')
  const { closeSql } = await import('../../../server/adapters/sql/index.ts')
  try {
    await connectDatabase()
    const { letIn } = await import('../api/people.ts')
    const people = await letIn()
    await makeQueues(app, people.slice(0, isSmall ? 20 : people.length))
    const events = await measureEvents(app, people.slice(0, isSmall ? 8 : 100))
    const feed = await measureFeed(app, people, isSmall)
    return { ...feed, ...events, failures: feed.failures + events.failures }
  } finally {
    await closeSql()
    await closeDatabase()
    await app.stop()
  }
}

/** Does nothing where the site is there already. */
function seed(folder: string): void {
  const script = fileURLToPath(new URL('../bench-seed.ts', import.meta.url))
  execFileSync(process.execPath, ['--disable-warning=ExperimentalWarning', script, '--small', '--data', folder], { stdio: ['ignore', 'ignore', 'inherit'] }) // prettier-ignore
}

interface Page {
  items: { item: { kind: 'clip' | 'video'; id: string; myReaction: string | null } }[]
}

/** Everybody watches something first, so that the engine knows them. */
async function makeQueues(app: App, people: readonly BenchPerson[]): Promise<void> {
  for (const person of people) await like(app, person, 0)
  for (const { id } of people) {
    for (let tries = 0; (await versionOf(id)) === 0 && tries < 200; tries++) await pause(100)
  }
}

/** @param place of what is liked in the page. @returns the status */
async function like(app: App, { token }: BenchPerson, place: number): Promise<number> {
  const answer = await fetch(`${app.url}/api/feed`, { headers: { authorization: `Bearer ${token}` } })
  const { items } = (await answer.json()) as Page
  // what is liked already would change nothing
  const { kind, id } = items.slice(place).find(({ item }) => item.myReaction === null)!.item
  return ask(app.url, { method: 'POST', path: `/api/${kind}s/${id}/like`, token })
}

async function versionOf(userId: string): Promise<number> {
  const { Recommendation } = await import('../../../server/recommendations/recommendation.model.ts')
  const row = await Recommendation.findOne({ userId }, { version: 1 }).lean()
  return row?.version ?? 0
}

/** From the moment at which it is sent until another queue can be read. */
async function measureEvents(app: App, people: readonly BenchPerson[]) {
  const samples: { ms: number; status: number }[] = []
  let unchanged = 0
  for (const person of people) {
    const before = await versionOf(person.id)
    const startedAt = performance.now()
    const status = await like(app, person, 1)
    while ((await versionOf(person.id)) === before && performance.now() - startedAt < 5_000) await pause(4)
    if ((await versionOf(person.id)) === before) unchanged++
    samples.push({ ms: performance.now() - startedAt, status })
    await pause(20 + (samples.length % 7) * 30)
  }
  const { p50, p99 } = figuresOf(samples.map((sample) => ({ ...sample, operation: 'event', kind: 'write' })))
  const failures = samples.filter(({ status }) => status >= 300 || status === 0).length
  return { eventP50Ms: p50, eventP99Ms: p99, unchanged, failures }
}

async function measureFeed(app: App, people: readonly BenchPerson[], isSmall: boolean) {
  const load = startLoad(new URL('feed-operations.ts', import.meta.url), people)
  const [rates, seconds] = isSmall ? [[20, 50], 2] : [[50, 100, 200, 300, 400, 600, 800, FEED_RATE], 6]
  const figures = { feedP50Ms: 0, feedP99Ms: 0, feedRate: 0, feedHeldAt: 0, feedCpuMs: 0, failures: 0 }
  try {
    await load.run({ url: app.url, rate: 50, seconds })
    for (const rate of rates) {
      const cpu = cpuMeter([app.pid('web'), app.pid('database'), load.pid])
      const { samples } = await load.run({ url: app.url, rate, seconds })
      const [share, { p50, p99 }] = [cpu(), figuresOf(samples)]
      console.log(
        `feed at ${rate}/s: p50 ${p50}, p99 ${p99} ms; ${Math.round(share * 100)} % of the processors`,
      )
      if (p99 <= FEED_P99_MS) figures.feedHeldAt = rate
      if (rate <= 100) figures.feedCpuMs = round((share * 2 * 1000) / rate, 2)
      Object.assign(figures, { feedP50Ms: p50, feedP99Ms: p99, feedRate: rate })
      figures.failures += samples.filter(({ status }) => status !== 200).length
      // far beyond: a longer queue says nothing more
      if (p50 > 200) break
    }
    return figures
  } finally {
    await load.stop()
  }
}
