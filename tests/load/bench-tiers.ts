// npm run bench:tiers [-- --small] [--gigabytes 10] [--only reading|sinking]: how fast the storage tiers give, take and
// sink, beside the disk itself. What is over its bound is measured again, at most twice: other programs spoil one
// measurement, and hardly ever three, while what is slow is slow each time.
import { parseArgs } from 'node:util'
import '../../server/all-models.ts'
import { accountMigrations } from '../../server/accounts/migrations.ts'
import { auditMigrations } from '../../server/audit/tables.ts'
import { closeObjectStore } from '../../server/adapters/object-store/index.ts'
import { closeQueue } from '../../server/adapters/queue/index.ts'
import { startDatabases } from '../support/databases.ts'
import { guestClient } from '../support/guests.ts'
import { startRedis } from '../support/redis.ts'
import { quantile } from './feed/quantile.ts'
import { closeConnections, readWhole, timeRange, type Place } from './tiers/ask-ranges.ts'
import { measureSinking } from './tiers/measure-sinking.ts'
import { serveMedia, type MediaServer } from './tiers/serve-media.ts'
import { makeTierVideos, type TierVideo } from './tiers/tier-videos.ts'

const MB = 1e6
const RANGE_BYTES = MB
const { values } = parseArgs({
  options: {
    small: { type: 'boolean', default: false },
    gigabytes: { type: 'string', default: '10' },
    only: { type: 'string' },
  },
})
const isSmall = values.small
const gigabytes = Number(values.gigabytes)
const SIZES = isSmall
  ? { pack: 24 * MB, rounds: 80, reads: 6, sink: 400 * MB, sinkPack: 50 * MB, batch: 4 }
  : { pack: 128 * MB, rounds: 400, reads: 15, sink: gigabytes * 1000 * MB, sinkPack: 125 * MB, batch: 8 }
/** Times to the first byte beside RELIVE, bytes a second beside RELIVE, and beside `cp` with `sha256sum`. */
const MOST = { live: 1, liveRedis: 1.5, archive: 3, expiring: 4 }
const LEAST = { archiveThroughput: 0.5, sinking: 0.5 }
const TRIES = 3
/** What a process that gives media, or sinks, may ever hold. */
const MAX_PEAK_BYTES = 400 * MB

interface Figures {
  ratios: Partial<Record<keyof typeof MOST | keyof typeof LEAST, number>>
  /** For people, beside the ratios. */
  details: Record<string, unknown>
  peakBytes: number
}

async function main(): Promise<boolean> {
  const databases = await startDatabases({ ...accountMigrations, ...auditMigrations })
  try {
    const reading = values.only === 'sinking' ? [] : [await measureReading(databases.env)]
    const sinking = values.only === 'reading' ? [] : [await bestOf(measureSinkingOnce)]
    return report([...reading, ...sinking])
  } finally {
    await closeQueue(0)
    await closeObjectStore()
    await databases.stop()
  }
}

async function measureReading(env: Record<string, string>): Promise<Figures> {
  const redis = await startRedis()
  const videos = await makeTierVideos(SIZES.pack)
  const plain = await serveMedia(env)
  const shared = await serveMedia({ ...env, REDIS_URL: redis.url })
  try {
    const places = await placesOf(videos, plain, shared)
    return await bestOf(async () => {
      const figures = compareReading(await timeFirstBytes(places), await timeWholeReads(places))
      return { ...figures, peakBytes: Math.max(plain.peakBytes(), shared.peakBytes()) }
    })
  } finally {
    closeConnections()
    await Promise.all([plain.stop(), shared.stop()])
    await redis.stop()
  }
}

/** Of each ratio its best; measured again while one is over its bound. */
async function bestOf(measure: () => Promise<Figures>): Promise<Figures> {
  let best = await measure()
  for (let tries = 1; tries < TRIES && overBound(best).length > 0; tries++) {
    console.error(
      `measured again: ${overBound(best).join(', ')} over the bound (${JSON.stringify(best.ratios)})`,
    )
    const again = await measure()
    const ratios = { ...best.ratios }
    for (const name of Object.keys(ratios) as (keyof typeof ratios)[]) {
      const better = name in MOST ? Math.min : Math.max
      ratios[name] = better(ratios[name]!, again.ratios[name]!)
    }
    best = { ...again, ratios, peakBytes: Math.max(best.peakBytes, again.peakBytes) }
  }
  return best
}

function overBound({ ratios }: Figures): string[] {
  const slow = Object.entries(MOST).filter(([name, most]) => (ratios[name as keyof typeof MOST] ?? 0) > most)
  const least = Object.entries(LEAST)
  const low = least.filter(([name, bound]) => (ratios[name as keyof typeof LEAST] ?? Infinity) < bound)
  return [...slow, ...low].map(([name]) => name)
}

async function measureSinkingOnce(): Promise<Figures> {
  const { copySeconds, sinkSeconds, peakBytes, loopP99Ms } = await measureSinking(
    SIZES.sink,
    SIZES.sinkPack,
    SIZES.batch,
  )
  const speed = (seconds: number) => Math.round(SIZES.sink / seconds / MB)
  const details = {
    sunkGb: SIZES.sink / 1e9,
    sinkMbPerSecond: speed(sinkSeconds),
    copyMbPerSecond: speed(copySeconds),
    sinkLoopP99Ms: round(loopP99Ms),
    sinkPeakMb: Math.round(peakBytes / MB),
  }
  return { ratios: { sinking: round(copySeconds / sinkSeconds) }, details, peakBytes }
}

async function placesOf(videos: TierVideo[], plain: MediaServer, shared: MediaServer): Promise<Place[]> {
  const cookie = (await guestClient(plain.url)).cookieHeader()
  const place = (name: string, server: MediaServer, { uuid, bytes }: TierVideo) => ({
    name,
    url: `${server.url}/cdn/${uuid}/pack?r=1`,
    cookie,
    bytes,
  })
  const live = videos.find(({ name }) => name === 'live')!
  return [...videos.map((video) => place(video.name, plain, video)), place('liveRedis', shared, live)]
}

/** Every place is asked for the same range in turn; LIVE has it already, as it has what is in a viewer's window. */
async function timeFirstBytes(places: Place[]): Promise<Record<string, number[]>> {
  const times: Record<string, number[]> = Object.fromEntries(places.map(({ name }) => [name, []]))
  for (let round = -10; round < SIZES.rounds; round += 1) {
    const start = Math.floor(Math.random() * (16 * MB - RANGE_BYTES))
    const range = { start, end: start + RANGE_BYTES - 1 }
    for (const place of places.filter(({ name }) => name.startsWith('live'))) await timeRange(place, range)
    for (const place of rotated(places, round)) {
      const { first } = await timeRange(place, range)
      if (round >= 0) times[place.name]!.push(first)
    }
  }
  return times
}

async function timeWholeReads(places: Place[]): Promise<Record<string, number[]>> {
  const compared = places.filter(({ name }) => ['relive', 'archive', 'expiring'].includes(name))
  const speeds: Record<string, number[]> = Object.fromEntries(compared.map(({ name }) => [name, []]))
  for (let turn = -1; turn < SIZES.reads; turn += 1) {
    for (const place of rotated(compared, turn)) {
      const speed = await readWhole(place)
      if (turn >= 0) speeds[place.name]!.push(speed)
    }
  }
  return speeds
}

/** No place always follows the same other one. */
function rotated<Item>(items: Item[], turn: number): Item[] {
  const shift = ((turn % items.length) + items.length) % items.length
  return [...items.slice(shift), ...items.slice(0, shift)]
}

function compareReading(
  times: Record<string, number[]>,
  speeds: Record<string, number[]>,
): Omit<Figures, 'peakBytes'> {
  const firstMs = mapValues(times, (values) => quantile(values, 0.5))
  const speed = mapValues(speeds, (values) => quantile(values, 0.5))
  const beside = (name: string) => round(firstMs[name]! / firstMs.relive!)
  const ratios = {
    live: beside('live'),
    liveRedis: beside('liveRedis'),
    archive: beside('archive'),
    expiring: beside('expiring'),
    archiveThroughput: round(speed.archive! / speed.relive!),
  }
  const megabytesPerSecond = mapValues(speed, (value) => Math.round(value / MB))
  return { ratios, details: { firstByteMs: mapValues(firstMs, round), megabytesPerSecond } }
}

function report(figures: Figures[]): boolean {
  const peakBytes = Math.max(...figures.map((each) => each.peakBytes))
  const ok = figures.every((each) => overBound(each).length === 0) && peakBytes <= MAX_PEAK_BYTES
  const flat = Object.assign(
    {},
    ...figures.map(({ ratios, details }) => ({ ...ratios, ...details })),
  ) as object
  console.log(JSON.stringify({ name: 'bench:tiers', ok, ...flat, peakMb: Math.round(peakBytes / MB) }))
  return ok
}

function mapValues(
  values: Record<string, number[]>,
  change: (values: number[]) => number,
): Record<string, number>
function mapValues(values: Record<string, number>, change: (value: number) => number): Record<string, number>
function mapValues<Value>(
  values: Record<string, Value>,
  change: (value: Value) => number,
): Record<string, number> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]))
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}

process.exitCode = (await main()) ? 0 : 1
