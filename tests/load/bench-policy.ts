// npm run bench:policy [-- --small]: a year of an audience against the rules of the storage tiers and the LIVE cache, by
// the very code of the server. The last line is one JSON object; exits 0 only when every bound holds.
import { liveTrace, runLive } from './policy/live-cache-run.ts'
import { runYear } from './policy/tier-year-run.ts'

const isSmall = process.argv.includes('--small')
const MIB = 2 ** 20
const YEAR = isSmall
  ? { videos: 100_000, days: 200 + 40, viewsPerDay: 20_000, seed: 1, warmDays: 200 }
  : { videos: 100_000, days: 200 + 365, viewsPerDay: 20_000, seed: 1, warmDays: 200 }
/** Some days of it, far apart: what is asked for within minutes is all that the cache remembers. */
const LIVE_DAYS = isSmall ? [0] : [0, 3, 6]
const LIVE = {
  videos: isSmall ? 20_000 : YEAR.videos,
  days: YEAR.days,
  viewsPerDay: isSmall ? 4_000 : YEAR.viewsPerDay,
  seed: 2,
}
/** The default of a web process first. */
const MEMORIES = isSmall ? [32, 64] : [32, 64, 128, 512]

const BOUNDS = { hot: 0.99, mostRelive: 0.2, belowBelady: 0.05 }

function main(): boolean {
  const live = MEMORIES.map((mebibytes) => ({ mebibytes, ...liveFigures(mebibytes) }))
  for (const figures of live) console.log(`LIVE, ${figures.mebibytes} MiB: ${words(figures)}`)
  const year = runYear(YEAR, YEAR.warmDays)
  console.log(`RELIVE: ${words(year)}`)
  const isLiveGood = live.every(({ live: hits, belady }) => hits >= belady - BOUNDS.belowBelady)
  const isYearGood = year.hot >= BOUNDS.hot && year.mostRelive <= BOUNDS.mostRelive
  const ok = isLiveGood && isYearGood
  console.log(
    JSON.stringify({ name: 'bench:policy', ok, ...rounded(year), live: live.map(rounded), bounds: BOUNDS }),
  )
  return ok
}

let trace: ReturnType<typeof liveTrace> | undefined

function liveFigures(mebibytes: number) {
  const { events, audience } = (trace ??= liveTrace(LIVE, LIVE_DAYS))
  return runLive(events, audience, mebibytes * MIB)
}

function rounded<Figures extends object>(figures: Figures) {
  return Object.fromEntries(
    Object.entries(figures).map(([name, value]) => [name, Number((value as number).toFixed(4))]),
  )
}

function words(figures: object): string {
  return Object.entries(rounded(figures))
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')
}

process.exitCode = main() ? 0 : 1
