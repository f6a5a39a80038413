// npm run lighthouse: Google's audits of the pages that people come to first, on its mobile profile (a slow phone on 4G).
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { startApp } from '../support/app.ts'
import { furnish, type House } from '../support/furnished-house.ts'
import { makeTempDir } from '../support/temp-dir.ts'
import { browserPath } from './feed/open-feed.ts'

/** Of 1, in every category. */
const LEAST = 0.95
/** Of a page; the one in the middle counts, as Lighthouse advises, since one alone says much about the machine. */
const RUNS = 3
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'] as const
const FIGURES = ['first-contentful-paint', 'largest-contentful-paint', 'total-blocking-time', 'cumulative-layout-shift'] as const // prettier-ignore
/** Fetched when it is asked for: 200 packages and 185 MB, which no other command needs. LIGHTHOUSE names one that is there. */
const COMMAND = process.env.LIGHTHOUSE
  ? [process.execPath, process.env.LIGHTHOUSE]
  : ['npx', '--yes', 'lighthouse@13.5.0']
const CHROME_FLAGS = '--headless=new --disable-gpu --mute-audio'

interface Report {
  categories: Record<
    (typeof CATEGORIES)[number],
    { score: number; auditRefs: { id: string; weight: number }[] }
  >
  audits: Record<string, { score: number | null; numericValue?: number; title: string }>
}

async function main(): Promise<boolean> {
  const app = await startApp({ env: { RATE_LIMIT_SCALE: '1000' } })
  const folder = await makeTempDir('lighthouse')
  try {
    const pages = pagesOf(await furnish(app))
    const scores: Record<string, Record<string, number>> = {}
    for (const [name, path] of Object.entries(pages)) {
      const report = await middleOf(app.url + path, join(folder.path, `${name}.json`))
      scores[name] = Object.fromEntries(CATEGORIES.map((category) => [category, report.categories[category].score]))
      describe(name, report)
    }
    const ok = Object.values(scores).every((each) => Object.values(each).every((score) => score >= LEAST))
    console.log(JSON.stringify({ name: 'lighthouse', ok, ...scores, least: LEAST }))
    return ok
  } finally {
    await folder.remove()
    await app.stop()
  }
} // prettier-ignore

function pagesOf({ videoId, clipId, topic, keeper }: House): Record<string, string> {
  return {
    feed: '/',
    watch: `/watch/${videoId}`,
    topic: `/topics/${topic}`,
    clip: `/clips/${clipId}`,
    topics: '/topics',
    path: `/topics/${topic}/path`,
    person: `/people/${keeper.person.username}`,
  }
}

/** By performance, in which alone runs differ. */
async function middleOf(url: string, file: string): Promise<Report> {
  const reports: Report[] = []
  for (let run = 0; run < RUNS; run++) reports.push(await audit(url, file))
  const score = (report: Report) => report.categories.performance.score
  return reports.sort((a, b) => score(a) - score(b))[Math.floor(RUNS / 2)]!
}

async function audit(url: string, file: string): Promise<Report> {
  const [program = '', ...first] = COMMAND
  // Chromium's sandbox refuses to run as root
  const flags = process.getuid?.() === 0 ? `${CHROME_FLAGS} --no-sandbox` : CHROME_FLAGS
  const options = ['--quiet', '--output=json', `--output-path=${file}`, `--chrome-flags=${flags}`]
  await promisify(execFile)(program, [...first, url, ...options], {
    env: { ...process.env, CHROME_PATH: browserPath() },
    timeout: 300_000,
  })
  return JSON.parse(await readFile(file, 'utf8')) as Report
}

/** For whoever mends it: the figures, and what was found wanting. */
function describe(name: string, { categories, audits }: Report): void {
  const figures = FIGURES.map((id) => `${id} ${Math.round((audits[id]?.numericValue ?? 0) * 1000) / 1000}`)
  console.log(
    `${name}: ${CATEGORIES.map((id) => `${id} ${categories[id].score}`).join(', ')}; ${figures.join(', ')}`,
  )
  for (const category of CATEGORIES) {
    for (const { id, weight } of categories[category].auditRefs) {
      const { score = null, title = '' } = audits[id] ?? {}
      if (weight > 0 && score !== null && score < 0.9) console.log(`  ${category}: ${title} (${score})`)
    }
  }
}

process.exitCode = (await main()) ? 0 : 1
